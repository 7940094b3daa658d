import { isObject } from '../../base/data.ts';
import type { JsonValue } from '../../../contract/json.ts';

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
        readonly TestCases: Readonly<Record<string, Readonly<Record<string, string>>>>;
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

/** Reads the text of a mock configuration file. Throws a {@link MockConfigError} that names the place of a mistake. */
export function parseMockConfig(text: string): MockConfig {
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw new MockConfigError(`It is not JSON: ${(error as Error).message}`);
  }
  const top = objectAt(config, '');
  const responses = objectAt(top['MockedResponses'] ?? {}, '/MockedResponses');
  for (const [name, byNumber] of Object.entries(responses)) checkResponses(byNumber, `/MockedResponses/${name}`);
  for (const [machine, value] of Object.entries(objectAt(top['StateMachines'], '/StateMachines'))) {
    const path = `/StateMachines/${machine}/TestCases`;
    const cases = objectAt(objectAt(value, path)['TestCases'] ?? {}, path);
    for (const [testCase, states] of Object.entries(cases)) {
      for (const [state, response] of Object.entries(objectAt(states, `${path}/${testCase}`))) {
        if (typeof response !== 'string' || !Object.hasOwn(responses, response)) {
          throw new MockConfigError(
            `${path}/${testCase}/${state} names no mocked response: ${JSON.stringify(response)}`,
          );
        }
      }
    }
  }
  return { MockedResponses: {}, ...top } as unknown as MockConfig;
}

function checkResponses(byNumber: unknown, path: string): void {
  for (const [numbers, response] of Object.entries(objectAt(byNumber, path))) {
    const at = `${path}/${numbers}`;
    if (!/^\d+(-\d+)?$/.test(numbers)) throw new MockConfigError(`${at} is not a number or a range such as "0-2".`);
    const { Return: value, Throw: error } = objectAt(response, at);
    if ((value === undefined) === (error === undefined)) throw new MockConfigError(`${at} needs "Return" or "Throw".`);
    if (error !== undefined && typeof objectAt(error, at)['Error'] !== 'string') {
      throw new MockConfigError(`${at}/Throw needs "Error".`);
    }
  }
}

function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw new MockConfigError(`${path === '' ? 'It' : path} must be an object.`);
}
