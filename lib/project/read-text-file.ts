import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../diagnostics/outcome.ts';
import { fileStart, type SourceFile } from '../diagnostics/source.ts';
import { fileNotFound, unreadableFile } from './diagnostics.ts';
import { decodeText } from './decode-text.ts';
import { kindOf, reasonOf } from './file-system-words.ts';

/** What is larger is no text that a person has written. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** Pipes that are open already, such as `/dev/stdin`, or what `<(command)` makes of a shell. */
const OPEN_PIPE = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/;

/**
 * Reads a text file. A file that is not there, is none, may not be read or is not UTF-8 is a diagnostic, under the path as
 * it was written. It never waits: a named pipe, a socket or a device is not opened.
 *
 * @param from The folder from which a relative path starts.
 */
export function readTextFile(path: string, from: string): Outcome<SourceFile> {
  try {
    const file = resolve(from, path);
    const stats = statSync(file);
    const isReadable = stats.isFile() || (stats.isFIFO() && OPEN_PIPE.test(file));
    if (!isReadable) return { diagnostics: [unreadable(path, kindOf(stats))] };
    if (stats.size > LARGEST_FILE) return { diagnostics: [unreadable(path, 'it is larger than 64 MiB')] };
    const { text, problem } = decodeText(readFileSync(file));
    const source = { path, text };
    if (problem === undefined) return { value: source, diagnostics: [] };
    const { offset, reason } = problem;
    const span = { file: source, start: offset, end: offset + 1 };
    return { diagnostics: [makeDiagnostic(unreadableFile, span, { path, reason })] };
  } catch (error) {
    return { diagnostics: [cannotRead(path, error)] };
  }
}

/** Says that a file or folder is not there, or why it cannot be read. */
export function cannotRead(path: string, error: unknown): Diagnostic {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? makeDiagnostic(fileNotFound, fileStart({ path, text: '' }), { path })
    : unreadable(path, reasonOf(error));
}

/** Says why a file or folder cannot be read. */
export function unreadable(path: string, reason: string): Diagnostic {
  return makeDiagnostic(unreadableFile, fileStart({ path, text: '' }), { path, reason });
}
