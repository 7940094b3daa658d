import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { shortHash } from '../contract/short-hash.ts';

/**
 * Where bundles for local runs go: a cache of the project that has the handlers, since what a bundle leaves to be
 * imported, such as the AWS clients, is looked for from there.
 */
export function bundleCache(dir: string): string {
  const handlers = resolve(dir);
  return join(cacheFolder(handlers), 'tasker-sfn', shortHash(handlers));
}

function cacheFolder(folder: string): string {
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return join(modules, '.cache');
  const parent = dirname(folder);
  return parent === folder ? tmpdir() : cacheFolder(parent);
}
