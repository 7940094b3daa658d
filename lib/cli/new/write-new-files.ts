import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { canonicalCallable } from '../../contract/callable.ts';
import { findHandlers, isFolder, reasonOf } from '../../project/index.ts';
import { UsageError } from '../exit-code.ts';
import type { SourceFile } from '../../languages/source-writer.ts';
import type { CliIo } from '../io.ts';

/** Where handlers are looked for by default. */
export const HANDLERS = 'lambdas';

/** A file to be written; its path is from the working directory. */
export interface NewFile extends SourceFile {
  /** The handler that the file defines. */
  readonly callable?: string;
}

/** How `writeNewFiles` tells what it has written. */
export interface NewFilesFlags {
  /** Print nothing: the caller prints a document. */
  readonly json?: boolean | undefined;
}

/** Writes new files and prints their paths. When one of them, or a handler of that name, is there already, none is written. */
export async function writeNewFiles(
  files: readonly NewFile[],
  io: CliIo,
  { json = false }: NewFilesFlags = {},
): Promise<void> {
  const known = knownHandlers(io);
  const present = files.flatMap(({ path, callable }) => {
    const there = findPath(path, io.cwd);
    if (there !== undefined) return [there];
    const place = known.get(canonicalCallable(callable ?? ''));
    return callable === undefined || place === undefined ? [] : [`the handler ${callable}, in ${place}`];
  });
  const [twin] = twinsOf(files.map(({ path }) => path));
  if (twin !== undefined) {
    throw new UsageError(
      `Nothing was written, since two files would be "${twin}", upper and lower case being the same.`,
    );
  }
  if (present.length > 0)
    throw new UsageError(`Nothing was written, because these files exist: ${present.join('; ')}.`);
  for (const { path, text } of files) {
    try {
      await mkdir(dirname(resolve(io.cwd, path)), { recursive: true });
      await writeFile(resolve(io.cwd, path), text, { flag: 'wx' });
    } catch (error) {
      throw new UsageError(`The file "${path}" cannot be written: ${reasonOf(error)}.`, { cause: error });
    }
    if (!json) io.stdout.write(`${path}\n`);
  }
}

/** The path as the disk spells it, when there is such a file, upper and lower case being the same. */
function findPath(path: string, cwd: string): string | undefined {
  if (existsSync(resolve(cwd, path))) return path;
  const folder = dirname(path);
  const there = folder === '.' || folder === path ? folder : findPath(folder, cwd);
  if (there === undefined || !isFolder(there, cwd)) return undefined;
  const name = basename(path).toLowerCase();
  const entry = readdirSync(resolve(cwd, there)).find((each) => each.toLowerCase() === name);
  return entry === undefined ? undefined : join(there, entry);
}

/** Paths that differ from another by case alone, or not at all. */
function twinsOf(paths: readonly string[]): readonly string[] {
  const lower = paths.map((path) => path.toLowerCase());
  return paths.filter((path, index) => lower.indexOf(path.toLowerCase()) !== index);
}

/** Where each handler is written, by its canonical name. A folder that cannot be read is no reason to write no new file. */
function knownHandlers({ cwd }: CliIo): ReadonlyMap<string, string> {
  const found = findHandlers(HANDLERS, cwd).value ?? [];
  return new Map([...found].map(([callable, { file }]) => [callable, relative(cwd, file)]));
}
