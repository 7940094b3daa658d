import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HandlerError } from './handler-problem.ts';

const SOURCE = /\.(?:ts|mts|js|mjs)$/;
const NOT_A_SOURCE = /\.d\.m?ts$|\.(?:test|spec)\.m?[jt]s$/;
const NOT_ENTERED = new Set(['node_modules', 'dist', '__tests__']);

/** The source files of a folder and those below it, tests and declarations left out; sorted by path. */
export function listSources(dir: string): readonly string[] {
  const files: string[] = [];
  const enter = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!NOT_ENTERED.has(entry.name) && !entry.name.startsWith('.')) enter(path);
      } else if (SOURCE.test(entry.name) && !NOT_A_SOURCE.test(entry.name)) {
        files.push(path);
      }
    }
  };
  try {
    enter(dir);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw new HandlerError([{ kind: 'folder-missing', dir }]);
    }
    throw error;
  }
  return files.sort();
}
