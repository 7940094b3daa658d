import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import type { BundledHandler } from './handler-bundle.ts';
import { findPackageRoot } from './typescript/runtime-entry.ts';

/** The words with which handlers yield at a checkpoint, in both spellings. */
const YIELD = /checkpoint_?yield/i;

/** Whether a handler yields at checkpoints, as the words in its own sources tell. A handler that has them may never do so. */
export function mayYield({ sources }: BundledHandler): boolean {
  const ours = ['lib', 'dist', 'runtimes'].map((folder) => `${findPackageRoot()}${sep}${folder}${sep}`);
  const isOwn = (file: string) =>
    !file.includes(`${sep}node_modules${sep}`) && !ours.some((folder) => file.startsWith(folder));
  return sources.filter(isOwn).some((file) => YIELD.test(readFileSync(file, 'utf8')));
}
