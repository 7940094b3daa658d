import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPackage } from './find-package.ts';

/**
 * Makes a `node_modules` folder that has packages as links to where they are installed, as seen from folders, the first of which
 * counts most; what is not installed is left out. A name may stand for a scope: `@aws-sdk/*`.
 */
export function linkPackages(names: readonly string[], from: readonly string[], to: string): void {
  const all = names.flatMap((name) => from.flatMap((folder) => expand(name, folder)));
  for (const name of new Set(all)) {
    const [source] = from.flatMap((folder) => findPackage(name, folder) ?? []);
    if (source !== undefined) link(source, join(to, name));
  }
}

function expand(name: string, from: string): readonly string[] {
  const scope = /^(@[^/*]+)\/\*$/.exec(name)?.[1];
  if (scope === undefined) return name.includes('*') ? [] : [name];
  const found = foldersAbove(from).flatMap((folder) => {
    const packages = join(folder, 'node_modules', scope);
    return existsSync(packages) ? readdirSync(packages) : [];
  });
  return [...new Set(found)].map((each) => `${scope}/${each}`);
}

function foldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

/** Other processes may link the same, or be reading it. */
function link(source: string, target: string): void {
  if (linkedTo(target) === source) return;
  mkdirSync(dirname(target), { recursive: true });
  rmSync(target, { recursive: true, force: true });
  try {
    symlinkSync(source, target, 'junction');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function linkedTo(target: string): string | undefined {
  try {
    return readlinkSync(target);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR', 'EINVAL', 'UNKNOWN'].includes(code)) return undefined;
    throw error;
  }
}
