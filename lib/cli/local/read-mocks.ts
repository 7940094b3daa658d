import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MockConfigError, parseMockConfig, type MockConfig } from '../../local/index.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';

/** The variable that names the mock configuration file, as in Step Functions Local. */
const VARIABLE = 'SFN_MOCK_CONFIG';

/** Reads the mock configuration that the environment names; undefined when it names none. */
export async function readMocks({ env, cwd }: CliIo): Promise<MockConfig | undefined> {
  const path = env[VARIABLE];
  if (!path) return undefined;
  let text: string;
  try {
    text = await readFile(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new UsageError(`The file "${path}" of ${VARIABLE} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  try {
    return parseMockConfig(text);
  } catch (error) {
    if (!(error instanceof MockConfigError)) throw error;
    throw new UsageError(`The file "${path}" of ${VARIABLE} is not a mock configuration. ${error.message}`, {
      cause: error,
    });
  }
}
