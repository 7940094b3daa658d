import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { canonicalCallable } from '../../contract/callable.ts';
import { findHandlers } from '../../project/index.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';

/** Where handlers are looked for by default. */
export const HANDLERS = 'lambdas';

/** A file to be written. */
export interface NewFile {
  /** From the working directory. */
  readonly path: string;
  readonly text: string;
  /** The handler that the file defines. */
  readonly callable?: string;
}

/** Writes new files and prints their paths. When one of them, or a handler of that name, is there already, none is written. */
export async function writeNewFiles(files: readonly NewFile[], io: CliIo): Promise<void> {
  const known = knownHandlers(io);
  const present = files.flatMap(({ path, callable }) => {
    if (existsSync(resolve(io.cwd, path))) return [path];
    const place = known.get(canonicalCallable(callable ?? ''));
    return callable === undefined || place === undefined ? [] : [`the handler ${callable}, in ${place}`];
  });
  if (present.length > 0) throw new UsageError(`Nothing was written, since there is already: ${present.join('; ')}.`);
  for (const { path, text } of files) {
    await mkdir(dirname(resolve(io.cwd, path)), { recursive: true });
    await writeFile(resolve(io.cwd, path), text, { flag: 'wx' });
    io.stdout.write(`${path}\n`);
  }
}

/** Where each handler is written, by its canonical name. A folder that cannot be read is no reason to write no new file. */
function knownHandlers({ cwd }: CliIo): ReadonlyMap<string, string> {
  const found = findHandlers(HANDLERS, cwd).value ?? [];
  return new Map([...found].map(([callable, { file }]) => [callable, relative(cwd, file)]));
}
