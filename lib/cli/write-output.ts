import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reasonOf } from '../project/index.ts';
import { UsageError } from './exit-code.ts';
import type { CliIo } from './io.ts';

/** Writes a result to the file that the command line names, or else to standard output. */
export function writeOutput(path: string | undefined, text: string, { stdout, cwd }: CliIo): void {
  if (path === undefined) return stdout.write(text);
  try {
    writeFileSync(resolve(cwd, path), text);
  } catch (error) {
    throw new UsageError(`The file "${path}" cannot be written: ${reasonOf(error)}.`, { cause: error });
  }
}
