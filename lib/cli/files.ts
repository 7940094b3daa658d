import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../diagnostics/outcome.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { fileNotFound, noTemplates, unreadableFile } from '../template/file-diagnostics.ts';
import { UsageError } from './exit-code.ts';
import type { CliIo } from './io.ts';

/** Reads a template. A file that is not there or not text is a diagnostic, under the path as the user wrote it. */
export async function readTemplate(path: string, io: CliIo): Promise<Outcome<SourceFile>> {
  try {
    return { value: { path, text: decode(await readFile(resolve(io.cwd, path))) }, diagnostics: [] };
  } catch (error) {
    return { diagnostics: [cannotRead(path, error)] };
  }
}

/**
 * The templates that a path stands for: itself, or all `.yaml` and `.yml` files of a folder and the folders in it, sorted.
 * Folders whose name starts with a dot, and `node_modules`, are passed over.
 */
export async function findTemplates(path: string, io: CliIo): Promise<Outcome<readonly string[]>> {
  try {
    if (!(await stat(resolve(io.cwd, path))).isDirectory()) return { value: [path], diagnostics: [] };
    const found = (await templatesIn(path, io)).sort();
    if (found.length > 0) return { value: found, diagnostics: [] };
    return { diagnostics: [makeDiagnostic(noTemplates, wholeFile(path), { path })] };
  } catch (error) {
    return { diagnostics: [cannotRead(path, error)] };
  }
}

async function templatesIn(folder: string, io: CliIo): Promise<string[]> {
  const entries = await readdir(resolve(io.cwd, folder), { withFileTypes: true });
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return /\.ya?ml$/i.test(entry.name) ? [path] : [];
    return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : templatesIn(path, io);
  });
  return (await Promise.all(found)).flat();
}

/** Reads a JSON file that the command line names. */
export async function readJsonFile(path: string, what: string, io: CliIo): Promise<unknown> {
  let text: string;
  try {
    text = decode(await readFile(resolve(io.cwd, path)));
  } catch (error) {
    throw new UsageError(`The file "${path}" of ${what} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
  return parseJson(text, `The file "${path}" of ${what}`);
}

/** Parses JSON that the command line gives. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${what} is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** Writes a file that the command line names. */
export async function writeOutput(path: string, text: string, io: CliIo): Promise<void> {
  try {
    await writeFile(resolve(io.cwd, path), text);
  } catch (error) {
    throw new UsageError(`The file "${path}" cannot be written: ${reasonOf(error)}.`, { cause: error });
  }
}

function cannotRead(path: string, error: unknown) {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return isMissing
    ? makeDiagnostic(fileNotFound, wholeFile(path), { path })
    : makeDiagnostic(unreadableFile, wholeFile(path), { path, reason: reasonOf(error) });
}

function wholeFile(path: string) {
  return { file: { path, text: '' }, start: 0, end: 0 };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
