import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The folder of another checkout to compare with, such as a worktree of an earlier commit with its packages installed: what
 * `--against <folder>` names. Undefined where nothing is compared.
 */
export function otherCheckout(args: readonly string[] = process.argv): string | undefined {
  const at = args.indexOf('--against');
  if (at === -1) return undefined;
  const folder = resolve(args[at + 1] ?? '');
  if (!existsSync(join(folder, 'lib/compile.ts'))) {
    throw new Error(`--against wants the folder of a checkout of tasker-sfn; "${folder}" is none.`);
  }
  return folder;
}

/** A module of the other checkout, by its path from the root; undefined where nothing is compared. */
export async function otherModule<Module>(path: string): Promise<Module | undefined> {
  const folder = otherCheckout();
  return folder === undefined ? undefined : ((await import(pathToFileURL(join(folder, path)).href)) as Module);
}

/** How much of the time before is needed now, and the like; both taken in turns, so that whatever else the machine does meets both. */
export function ratioOf(now: number, before: number): string {
  return `${(before / now).toFixed(2)} ×`;
}
