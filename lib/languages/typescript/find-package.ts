import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of an installed package, as a module in the folder `from` would find it. */
export function findPackage(name: string, from: string): string | undefined {
  return packageFolders(from)
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, 'package.json')));
}

/** Where a module in the folder `from` looks for packages, the nearest place first. */
export function packageFolders(from: string): readonly string[] {
  const parent = dirname(from);
  return [join(from, 'node_modules'), ...(parent === from ? [] : packageFolders(parent))];
}
