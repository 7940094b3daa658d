import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { fileStart } from '../diagnostics/source.ts';
import { noTemplates } from './diagnostics.ts';
import { cannotRead } from './read-text-file.ts';
import { walkFolder, type Walked } from './walk-folder.ts';

/** The templates that a path stands for: itself, or all `.yaml` and `.yml` files of a folder and the folders in it. */
export function findTemplates(path: string, from: string): Walked {
  try {
    if (!statSync(resolve(from, path)).isDirectory()) return { files: [path], diagnostics: [] };
  } catch (error) {
    return { files: [], diagnostics: [cannotRead(path, error)] };
  }
  const walked = walkFolder(path, from, { isWanted: (name) => /\.ya?ml$/i.test(name) });
  if (walked.files.length > 0 || walked.diagnostics.length > 0) return walked;
  return { files: [], diagnostics: [makeDiagnostic(noTemplates, fileStart({ path, text: '' }), { path })] };
}
