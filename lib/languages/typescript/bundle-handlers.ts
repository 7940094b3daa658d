import { createHash } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cutWithHash } from '../../contract/short-hash.ts';
import type { SourceProblem } from '../source-problem.ts';
import { buildBundles } from './build-bundles.ts';
import type { Bundling } from './bundling.ts';
import { copyPackages, type TargetSystem } from './copy-packages.ts';
import type { HandlerLocation } from './find-handlers.ts';
import { writeIfChanged } from './write-if-changed.ts';

export interface BundleRequest {
  /** The folder with the handlers; it must exist. */
  readonly dir: string;
  /** The handlers to bundle, by their canonical names. */
  readonly handlers: ReadonlyMap<string, HandlerLocation>;
  /** The folder to write to: it gets one folder per handler. */
  readonly outDir: string;
  /** @default everything is bundled but the AWS SDK */
  readonly bundling?: Bundling;
  /** The processor architecture of functions. @default "arm64" */
  readonly cpu?: TargetSystem['cpu'];
}

/** A handler in the form in which it is deployed. */
export interface BundledHandler extends HandlerLocation {
  /** The folder to deploy, which holds what belongs to the function and nothing else; its function is `index.handler`. */
  readonly folder: string;
  /** `index.mjs` in that folder. */
  readonly entry: string;
  /** Size of the code. */
  readonly bytes: number;
  /** The same sources give the same hash, wherever they are built. */
  readonly hash: string;
}

/** Bundled handlers by their canonical names. */
export type HandlerBundle = ReadonlyMap<string, BundledHandler>;

/**
 * Bundles step handlers for Lambda, all in one run of esbuild: each is minified and holds only what it uses. Synchronous,
 * since CDK constructs cannot wait.
 */
export function bundleHandlers({ dir, handlers, outDir, bundling = {}, cpu = 'arm64' }: BundleRequest): {
  readonly bundle: HandlerBundle;
  readonly problems: readonly SourceProblem[];
} {
  const bundle = new Map<string, BundledHandler>();
  const { bundles, problems } = buildBundles(dir, [...handlers.values()], bundling);
  for (const [index, [callable, location]] of [...handlers].entries()) {
    const built = bundles[index];
    if (built === undefined) continue;
    const { code, sourceMap } = built;
    const folder = join(resolve(outDir), cutWithHash(callable.replace(/[^\w.-]/g, '_'), 100));
    const entry = join(folder, 'index.mjs');
    writeIfChanged(`${entry}.map`, sourceMap);
    writeIfChanged(entry, code);
    layBeside(folder, dir, bundling, cpu);
    const hash = createHash('sha256').update(code).digest('hex').slice(0, 16);
    bundle.set(callable, { ...location, folder, entry, bytes: Buffer.byteLength(code), hash });
  }
  return { bundle, problems };
}

/** What is deployed beside the bundle. */
function layBeside(
  folder: string,
  dir: string,
  { nodeModules = [], files = [] }: Bundling,
  cpu: TargetSystem['cpu'],
): void {
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  copyPackages(nodeModules, dir, join(folder, 'node_modules'), { os: 'linux', cpu });
  for (const file of files) cpSync(join(dir, file), join(folder, file), { recursive: true });
}
