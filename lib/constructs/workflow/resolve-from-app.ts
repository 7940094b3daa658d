import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * A path that a prop names, as seen from the working directory. A relative one is relative to the app: to the working
 * directory, where `cdk` starts an app, or else, such as in a test that starts elsewhere, to the folder of the nearest
 * `cdk.json` above the working directory or above the program.
 */
export function resolveFromApp(path: string): string {
  const [program = ''] = process.argv.slice(1);
  for (const folder of [process.cwd(), appFolder(process.cwd()), appFolder(dirname(resolve(program)))]) {
    if (folder === undefined) continue;
    const file = resolve(folder, path);
    if (existsSync(file)) return folder === process.cwd() ? path : relative('', file);
  }
  return path;
}

function appFolder(folder: string): string | undefined {
  if (existsSync(join(folder, 'cdk.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : appFolder(parent);
}
