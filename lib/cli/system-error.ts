import { tmpdir } from 'node:os';
import { isAbsolute, relative } from 'node:path';
import { reasonOf } from '../project/index.ts';

/** What the file system is asked for; other calls, such as those of the network, tell of themselves. */
const OF_FILES =
  /^(?:access|copyfile|cp|f?stat|f?datasync|fsync|l?stat|mkdir|mkdtemp|open|p?readv?|p?writev?|realpath|rename|rm|rmdir|scandir|symlink|unlink)$/;

/** What may be full: a disk, and not only the folder for temporary files. */
const FULL = ['ENOSPC', 'EDQUOT'];

/** What the system refuses, in words; and where temporary files can go instead, where it may be they. */
export function systemErrorText(error: NodeJS.ErrnoException): string {
  const { syscall = '', code = '', path, message } = error;
  if (!OF_FILES.test(syscall)) return message;
  const temporary = tmpdir();
  const what = path === undefined ? 'A file' : `"${path}"`;
  const text = `${what} cannot be read or written (${syscall}): ${reasonOf(error)}.`;
  const isMeant = path === undefined ? FULL.includes(code) : isWithin(path, temporary);
  return isMeant
    ? `${text}\n  hint: Bundles and other temporary files go to "${temporary}". TMPDIR names another folder.`
    : text;
}

function isWithin(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return !inside.startsWith('..') && !isAbsolute(inside);
}
