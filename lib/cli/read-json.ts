import { readTextFile } from '../project/index.ts';
import { UsageError } from './exit-code.ts';
import type { CliIo } from './io.ts';

/** Reads a JSON file that the command line names. */
export function readJsonFile(path: string, what: string, { cwd }: CliIo): unknown {
  const { value, diagnostics } = readTextFile(path, cwd);
  if (value === undefined)
    throw new UsageError(`Reading ${what}: ${diagnostics.map(({ message }) => message).join(' ')}`);
  return parseJson(value.text, `The file "${path}" of ${what}`);
}

/** Parses JSON that the command line gives. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${what} is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
}
