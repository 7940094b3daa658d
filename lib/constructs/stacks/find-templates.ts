import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import { fileStart } from '../../diagnostics/source.ts';
import { fileNotFound, noTemplates, unreadableFile } from '../../template/file-diagnostics.ts';
import { TemplateError } from '../workflow/template-error.ts';

/**
 * The task templates in a folder and the folders in it, sorted.
 *
 * @throws TemplateError when there is no such folder, or no template in it
 */
export function findTemplates(folder: string): readonly string[] {
  const found = templatesIn(folder);
  if (found.length > 0) return found.sort();
  throw new TemplateError([makeDiagnostic(noTemplates, wholeFile(folder), { path: folder })]);
}

/** Says that a file or folder is not there, or why it cannot be read. */
export function cannotRead(path: string, error: unknown): TemplateError {
  const { code, message: reason } = error as NodeJS.ErrnoException;
  const diagnostic =
    code === 'ENOENT'
      ? makeDiagnostic(fileNotFound, wholeFile(path), { path })
      : makeDiagnostic(unreadableFile, wholeFile(path), { path, reason });
  return new TemplateError([diagnostic]);
}

function templatesIn(folder: string): string[] {
  return readFolder(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return /\.ya?ml$/i.test(entry.name) ? [path] : [];
    return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : templatesIn(path);
  });
}

function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw cannotRead(folder, error);
  }
}

function wholeFile(path: string) {
  return fileStart({ path, text: '' });
}
