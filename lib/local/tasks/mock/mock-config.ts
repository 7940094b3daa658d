import { isObject } from '../../base/data.ts';
import type { JsonValue } from '../../../json.ts';
import { parseData } from '../../base/json-text.ts';

/** What a mocked task answers. */
export type MockedResponse =
  | {
      /** The answer of a call that succeeds. */
      readonly Return: JsonValue;
    }
  | {
      /** The error of a call that fails. */
      readonly Throw: {
        /** The error's name. */
        readonly Error: string;
        /** What went wrong. */
        readonly Cause?: string;
      };
    };

/** A mock configuration, in the format of Step Functions Local's `SFN_MOCK_CONFIG` file. */
export interface MockConfig {
  /** The machines that are mocked, by name. */
  readonly StateMachines: Readonly<
    Record<
      string,
      {
        /** By test case, then by state: the name of a mocked response. */
        readonly TestCases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
      }
    >
  >;
  /** By name: what each invocation is answered, under its number (`"0"`) or a range of them (`"1-3"`). */
  readonly MockedResponses: Readonly<Record<string, Readonly<Record<string, MockedResponse>>>>;
}

/** The mock configuration is not one. */
export class MockConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MockConfigError';
  }
}

/**
 * Reads the text of a mock configuration file. Throws a {@link MockConfigError} when it is no such thing as a whole; what is
 * wrong inside matters only to those who use it, and {@link mistakesIn} tells it.
 */
export function parseMockConfig(text: string): MockConfig {
  let config: unknown;
  try {
    config = parseData(text);
  } catch (error) {
    throw new MockConfigError(`It is not JSON: ${(error as Error).message}`);
  }
  const top = objectAt(config, '');
  objectAt(top['StateMachines'], '/StateMachines');
  return { MockedResponses: {}, ...top } as unknown as MockConfig;
}

/** What is wrong inside of a mock configuration, mistake by mistake. */
export function mistakesIn({ StateMachines: machines, MockedResponses: responses }: MockConfig): readonly string[] {
  const mistakes: string[] = [];
  const note = <T>(check: () => T): T | undefined => {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof MockConfigError)) throw error;
      mistakes.push(error.message);
      return undefined;
    }
  };
  const known = note(() => objectAt(responses, '/MockedResponses')) ?? {};
  for (const name of Object.keys(known)) note(() => responsesOf(known, name));
  for (const [machine, value] of Object.entries(machines)) {
    const path = `/StateMachines/${machine}/TestCases`;
    const cases = note(() => objectAt(objectAt(value, path)['TestCases'] ?? {}, path)) ?? {};
    for (const [testCase, states] of Object.entries(cases)) {
      const at = `${path}/${testCase}`;
      for (const [state, name] of Object.entries(note(() => objectAt(states, at)) ?? {})) {
        if (typeof name !== 'string' || !Object.hasOwn(known, name)) {
          mistakes.push(`${at}/${state} names no mocked response: ${JSON.stringify(name)}`);
        }
      }
    }
  }
  return mistakes;
}

/** The mocked response of a name, invocation by invocation. Throws a {@link MockConfigError}. */
export function responsesOf(responses: unknown, name: unknown): Readonly<Record<string, MockedResponse>> {
  const known = objectAt(responses, '/MockedResponses');
  if (typeof name !== 'string' || !Object.hasOwn(known, name)) {
    throw new MockConfigError(`There is no mocked response ${JSON.stringify(name)}.`);
  }
  const path = `/MockedResponses/${name}`;
  const byNumber = objectAt(known[name], path);
  for (const [numbers, response] of Object.entries(byNumber)) {
    const at = `${path}/${numbers}`;
    if (!/^\d+(-\d+)?$/.test(numbers)) throw new MockConfigError(`${at} is not a number or a range such as "0-2".`);
    const { Return: value, Throw: error } = objectAt(response, at);
    if ((value === undefined) === (error === undefined)) throw new MockConfigError(`${at} needs "Return" or "Throw".`);
    if (error !== undefined && typeof objectAt(error, at)['Error'] !== 'string') {
      throw new MockConfigError(`${at}/Throw needs "Error".`);
    }
  }
  return byNumber as Readonly<Record<string, MockedResponse>>;
}

/** The first and the last invocation that a key such as `0` or `1-3` stands for. */
export function invocationsOf(numbers: string): readonly [first: number, last: number] {
  const [first = 0, last = first] = numbers.split('-').map(Number);
  return [first, last];
}

function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw new MockConfigError(`${path === '' ? 'It' : path} must be an object.`);
}
