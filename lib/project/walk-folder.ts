import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { kindOf, reasonOf } from './file-system-words.ts';
import { cannotRead, unreadable } from './read-text-file.ts';

/** The files of a folder that were asked for. */
export interface Walked {
  /** Paths that start with the folder's own, sorted. */
  readonly files: readonly string[];
  /** What of the folder cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The files of a folder, and of the folders in it, whose names are wanted. Passed over are `node_modules` and folders whose
 * name starts with a dot. A link to a file counts as that file; a link to a folder is not followed, so there is an end.
 * Something of a wanted name that is no file, such as a named pipe, is a diagnostic.
 *
 * @param from The folder from which a relative path starts.
 */
export function walkFolder(
  folder: string,
  from: string,
  { isWanted, skips = [] }: { readonly isWanted: (name: string) => boolean; readonly skips?: readonly string[] },
): Walked {
  const files: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const enter = (path: string): void => {
    for (const entry of readFolder(path)) {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules' && !skips.includes(entry.name)) enter(inside);
      } else if (isWanted(entry.name)) {
        const problem = problemOf(inside);
        if (problem === undefined) files.push(inside);
        else if (problem !== 'linked folder') diagnostics.push(problem);
      }
    }
  };
  const readFolder = (path: string) => {
    try {
      return readdirSync(resolve(from, path), { withFileTypes: true });
    } catch (error) {
      diagnostics.push(cannotRead(path, error));
      return [];
    }
  };
  const problemOf = (path: string): Diagnostic | 'linked folder' | undefined => {
    try {
      const stats = statSync(resolve(from, path));
      if (stats.isFile()) return undefined;
      return stats.isDirectory() ? 'linked folder' : unreadable(path, kindOf(stats));
    } catch (error) {
      const isBroken = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return unreadable(path, isBroken ? 'it is a link to a file that is not there' : reasonOf(error));
    }
  };
  enter(folder);
  return { files: files.sort(), diagnostics };
}
