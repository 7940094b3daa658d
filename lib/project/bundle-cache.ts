import { existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { shortHash } from '../contract/short-hash.ts';

/** Where bundles for Lambda go: a cache of the project that has the handlers. */
export function bundleCache(dir: string): string {
  const handlers = resolve(dir);
  return join(cacheFolder(handlers), 'tasker-sfn', shortHash(handlers));
}

/**
 * Where bundles go that run on this machine: outside of the project, since what is installed there is not on Lambda either. The
 * folder is the user's alone, for what lies in it is run.
 */
export function localBundles(dir: string): string {
  return join(ownFolder(), shortHash(resolve(dir)));
}

function ownFolder(): string {
  const folder = join(realpathSync(tmpdir()), `tasker-sfn-${process.getuid?.() ?? 'user'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return isOwn(folder) ? folder : mkdtempSync(`${folder}-`);
}

/** Whether nobody else can have put something there. Windows gives each user a temporary folder of their own. */
function isOwn(folder: string): boolean {
  if (process.getuid === undefined) return true;
  const stats = lstatSync(folder);
  return stats.isDirectory() && stats.uid === process.getuid() && (stats.mode & 0o022) === 0;
}

function cacheFolder(folder: string): string {
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return join(modules, '.cache');
  const parent = dirname(folder);
  return parent === folder ? tmpdir() : cacheFolder(parent);
}
