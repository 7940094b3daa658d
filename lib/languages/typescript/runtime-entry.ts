import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The file of the runtime that handlers are bundled with. This module runs from the sources as well as from the built
 * package, where it may lie in any chunk, so the package's root is the one fixed point.
 */
export function findRuntimeEntry(self = ownFile()): string {
  const entry = extname(self) === '.ts' ? 'lib/runtime/index.ts' : 'dist/lib/runtime/index.js';
  const path = join(findPackageRoot(self), entry);
  if (!existsSync(path))
    throw new Error(`The runtime of tasker-sfn is not where its package should have it: "${path}".`);
  return path;
}

/** The folder of the package of tasker-sfn, in which this code lies. */
export function findPackageRoot(self = ownFile()): string {
  const root = packageRoot(dirname(self));
  if (root === undefined) throw new Error(`The package of tasker-sfn is not around "${self}".`);
  return root;
}

/** The path of a module of a package that tasker-sfn depends on. */
export function ownModule(specifier: string): string {
  return createRequire(join(findPackageRoot(), 'package.json')).resolve(specifier);
}

/** This file; the package is built as CommonJS, too. */
function ownFile(): string {
  return typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url);
}

function packageRoot(folder: string): string | undefined {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest)) {
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
    if (name === 'tasker-sfn') return folder;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : packageRoot(parent);
}
