import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reasonOf } from '../project/index.ts';
import { UsageError } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { printJson } from './print-json.ts';

/** Writes a result to the file that the command line names, whose folder need not be there, or else to standard output. */
export function writeOutput(path: string | undefined, text: string, { stdout, cwd }: CliIo): void {
  if (path === undefined) return stdout.write(text);
  const file = resolve(cwd, path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`The file "${path}" cannot be written: ${reasonOf(error)}.`, { cause: error });
  }
}

/** How the command line asks for a text. */
export interface TextFlags {
  readonly output?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Writes a result that is a text. With `--json`, standard output has a document: the text under `member`, or the `file` that
 * it was written to.
 */
export function writeText(text: string, { output, json = false }: TextFlags, member: string, io: CliIo): void {
  if (output !== undefined || !json) writeOutput(output, text, io);
  if (json) printJson(output === undefined ? { [member]: text } : { file: output }, io);
}
