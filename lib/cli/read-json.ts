import { InexactJsonError, parseExactJson } from '../contract/parse-exact-json.ts';
import { quote } from '../diagnostics/wording.ts';
import { whyNotJson } from '../json.ts';
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

/** Reads the JSON that a flag gives: as it stands, or `@file`. */
export function readJsonFlag(flag: string, given: string, io: CliIo): unknown {
  if (given === '@') throw new UsageError(`${flag}: Name a file after the @, such as @order.json.`);
  return given.startsWith('@') ? readJsonFile(given.slice(1), flag, io) : parseJson(given, flag);
}

/** Parses JSON that the command line gives. */
export function parseJson(text: string, what: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof InexactJsonError) {
      const place = error.path === '' ? '' : ` at ${quote(error.path)}`;
      throw new UsageError(`${what} cannot be taken${place}: ${error.message}`, { cause: error });
    }
    throw new UsageError(`${what} is not valid JSON: ${whyNotJson(error)}`, { cause: error });
  }
}
