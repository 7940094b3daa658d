import { statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';

/** Whether a path is a folder. What cannot be looked at is none: who reads it says why. */
export function isFolder(path: string, from = ''): boolean {
  return statsOf(path, from)?.isDirectory() ?? false;
}

/** Whether a path is a file, and neither a folder nor a pipe or a device. */
export function isFile(path: string, from = ''): boolean {
  return statsOf(path, from)?.isFile() ?? false;
}

function statsOf(path: string, from: string): Stats | undefined {
  try {
    return statSync(resolve(from, path));
  } catch {
    // It is not there, its links lead in a circle, or it lies where nobody may look.
    return undefined;
  }
}
