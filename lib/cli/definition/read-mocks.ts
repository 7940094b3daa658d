import { isJsonObject } from '../../json.ts';
import { MockConfigError, mocksOfTestCase, parseMockConfig, type MockAnswer, type Mocks } from '../../local/index.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { readJsonFile } from '../read-json.ts';

/**
 * Reads the file of `--mocks`: answers by state, as `runStateMachine` takes them; or, with `#TestCase` behind its name, a mock
 * configuration of Step Functions Local.
 */
export function readMocks(given: string | undefined, machine: string, io: CliIo): Mocks {
  if (given === undefined) return {};
  const [, path = given, testCase] = /^(.*)#([^#]+)$/.exec(given) ?? [];
  const content = readJsonFile(path, '--mocks', io);
  if (testCase === undefined) return mocksIn(content, path);
  try {
    return mocksOfTestCase(parseMockConfig(JSON.stringify(content)), machine, testCase);
  } catch (error) {
    if (!(error instanceof MockConfigError)) throw error;
    throw new UsageError(`The file "${path}" of --mocks cannot be used. ${error.message}`, { cause: error });
  }
}

function mocksIn(content: unknown, path: string): Mocks {
  if (isJsonObject(content) && isJsonObject(content['StateMachines'])) {
    throw new UsageError(`The file "${path}" of --mocks has test cases: choose one, with --mocks ${path}#TestCase.`);
  }
  if (!isJsonObject(content))
    throw new UsageError(`The file "${path}" of --mocks must hold an object: answers by state.`);
  for (const [state, mock] of Object.entries(content)) {
    const answers: readonly unknown[] = Array.isArray(mock) ? mock : [mock];
    if (answers.every(isAnswer)) continue;
    throw new UsageError(
      `In the file "${path}" of --mocks, the state "${state}" has something that is not a mock. A mock is {"Return": …}, ` +
        `{"Throw": {"Error": "…"}}, or a list of these, one for each invocation.`,
    );
  }
  return content as Mocks;
}

function isAnswer(value: unknown): value is MockAnswer {
  if (!isJsonObject(value)) return false;
  const { Return: result, Throw: error, After: after = 0 } = value;
  if (typeof after !== 'number') return false;
  return error === undefined ? result !== undefined : isJsonObject(error) && typeof error['Error'] === 'string';
}
