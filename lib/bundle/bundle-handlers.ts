import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { canonicalCallable } from '../contract/callable.ts';
import { cutWithHash } from '../contract/short-hash.ts';
import { buildBundles } from './build-bundles.ts';
import { findHandlers, type HandlerLocation } from './find-handlers.ts';
import { HandlerError } from './handler-problem.ts';
import { writeIfChanged } from './write-if-changed.ts';

export interface BundleOptions {
  /** The folder with the handlers. */
  readonly dir: string;
  /** The handlers to bundle, by any spelling of their names. */
  readonly callables: readonly string[];
  /** The folder to write to: it gets one folder per handler. */
  readonly outDir: string;
}

/** A handler in the form in which it is deployed. */
export interface BundledHandler extends HandlerLocation {
  /** The folder to deploy, which holds nothing else; its function is `index.handler`. */
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
 *
 * @throws HandlerError when a handler does not exist or does not build
 */
export function bundleHandlers({ dir, callables, outDir }: BundleOptions): HandlerBundle {
  const wanted = locateHandlers(dir, callables);
  if (wanted.length === 0) return new Map();
  const built = buildBundles(
    dir,
    wanted.map(([, location]) => location),
  );
  return new Map(
    wanted.map(([callable, location], index) => {
      const { code = '', sourceMap = '' } = built[index] ?? {};
      const folder = join(resolve(outDir), cutWithHash(callable.replace(/[^\w.-]/g, '_'), 100));
      const entry = join(folder, 'index.mjs');
      writeIfChanged(`${entry}.map`, sourceMap);
      writeIfChanged(entry, code);
      const hash = createHash('sha256').update(code).digest('hex').slice(0, 16);
      return [callable, { ...location, folder, entry, bytes: Buffer.byteLength(code), hash }];
    }),
  );
}

function locateHandlers(dir: string, callables: readonly string[]): readonly (readonly [string, HandlerLocation])[] {
  const handlers = findHandlers(dir);
  const wanted = new Map(callables.map((callable) => [canonicalCallable(callable), callable]));
  const missing = [...wanted].filter(([callable]) => !handlers.has(callable));
  if (missing.length > 0) {
    const available = [...handlers.values()].map(({ name }) => name).sort();
    throw new HandlerError(missing.map(([, callable]) => ({ kind: 'not-found', callable, dir, available })));
  }
  return [...handlers].filter(([callable]) => wanted.has(callable));
}
