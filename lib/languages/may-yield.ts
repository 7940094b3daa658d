import { readFileSync, realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import type { BundledHandler } from './handler-bundle.ts';
import { findPackageRoot } from './typescript/runtime-entry.ts';

/** The words with which handlers yield at a checkpoint, in both spellings. */
const YIELD = /checkpoint_?yield/i;

/**
 * Whether a handler yields at checkpoints, as the words in its own sources tell, or in those of the package that a template names it
 * by. A handler that has them may never do so.
 */
export function mayYield({ sources, specifier, file: manifest }: BundledHandler): boolean {
  const own = specifier === undefined ? undefined : realpathSync(dirname(manifest)) + sep;
  const ours = ['lib', 'dist', 'runtimes'].map((folder) => `${findPackageRoot()}${sep}${folder}${sep}`);
  const isPackaged = (file: string) =>
    file.includes(`${sep}node_modules${sep}`) && (own === undefined || !file.startsWith(own));
  const isOwn = (file: string) => !isPackaged(file) && !ours.some((folder) => file.startsWith(folder));
  return sources.filter(isOwn).some((file) => YIELD.test(readFileSync(file, 'utf8')));
}
