import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of an installed package, as a module in the folder `from` would find it. */
export function findPackage(name: string, from: string): string | undefined {
  const found = join(from, 'node_modules', name);
  if (existsSync(join(found, 'package.json'))) return found;
  const parent = dirname(from);
  return parent === from ? undefined : findPackage(name, parent);
}
