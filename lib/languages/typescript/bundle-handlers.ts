import { createHash } from 'node:crypto';
import { cpSync, existsSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { cutWithHash } from '../../contract/short-hash.ts';
import type { Bundling } from '../bundling.ts';
import type { BundledHandler, BundleRequest, LanguageBundle, TargetSystem } from '../handler-bundle.ts';
import type { HandlerLocation } from '../handler-location.ts';
import type { Publication } from '../publication.ts';
import type { SourceProblem } from '../source-problem.ts';
import { writeIfChanged } from '../write-if-changed.ts';
import { buildBundles } from './build-bundles.ts';
import { copyPackages } from './copy-packages.ts';
import { findPackage } from './find-package.ts';
import { LAMBDA_HAS, NODE_RUNTIME } from './lambda-bundle.ts';
import { linkPackages } from './link-packages.ts';
import { findPackageRoot } from './runtime-entry.ts';

/**
 * Bundles step handlers for Lambda, all together: each is minified and holds only what it uses. Synchronous,
 * since CDK constructs cannot wait.
 */
export function bundleHandlers(request: BundleRequest): LanguageBundle {
  const bundle = new Map<string, BundledHandler>();
  const { dir, handlers, outDir, bundling = {}, cpuOf, isReadable = false, publications } = request;
  const published = new Map([...(publications ?? [])].flatMap(([name, each]) => entryOf(handlers.get(name), each)));
  const { bundles, problems } = buildBundles(dir, [...handlers.values()], bundling, isReadable, published);
  const beside: SourceProblem[] = bundles.length === 0 || cpuOf !== undefined ? [] : linkAbove(outDir, dir, bundling);
  for (const [index, [callable, location]] of [...handlers].entries()) {
    const built = bundles[index];
    if (built === undefined) continue;
    const { code, sourceMap, parts, sources } = built;
    const cpu = cpuOf?.(callable);
    const folder = join(resolve(outDir), cpu ?? '', cutWithHash(callable.replace(/[^\w.-]/g, '_'), 100));
    const entry = join(folder, 'index.mjs');
    writeIfChanged(`${entry}.map`, cpu === undefined ? withRoot(sourceMap, dir) : sourceMap);
    for (const [name, part] of parts) writeIfChanged(join(folder, name), part);
    writeIfChanged(entry, code);
    if (cpu !== undefined) beside.push(...copyBeside(folder, dir, bundling, cpu));
    beside.push(...copyFiles(folder, dir, bundling));
    const hash = createHash('sha256')
      .update([code, ...parts.values()].join('\n'))
      .digest('hex')
      .slice(0, 16);
    bundle.set(callable, {
      ...location,
      folder,
      entry,
      runtime: NODE_RUNTIME,
      bytes: Buffer.byteLength(code),
      laterBytes: [...parts.values()].reduce((sum, part) => sum + Buffer.byteLength(part), 0),
      hash,
      sources,
    });
  }
  return { bundle, problems: [...problems, ...new Map(beside.map((each) => [JSON.stringify(each), each])).values()] };
}

function entryOf(handler: HandlerLocation | undefined, publication: Publication): [HandlerLocation, Publication][] {
  return handler === undefined ? [] : [[handler, publication]];
}

/** The map of a bundle that runs here: stack traces and debuggers find the sources where they are. */
function withRoot(sourceMap: string, dir: string): string {
  // Node and Vitest put it before each source and take that for a path: nothing in it is escaped.
  const sourceRoot = `${dirname(realpathSync(dir)).split(sep).join('/')}/`;
  return JSON.stringify({ ...(JSON.parse(sourceMap) as object), sourceRoot });
}

/** Bundles that run here lie where no `node_modules` is above them but this one. */
function linkAbove(outDir: string, dir: string, { nodeModules = [], external = [] }: Bundling): SourceProblem[] {
  const modules = join(resolve(outDir), 'node_modules');
  // The runtime needs some of what Lambda has. A project that has not installed it itself, as with pnpm, does not see ours.
  linkPackages(LAMBDA_HAS, [dir, findPackageRoot()], modules);
  linkPackages([...external, ...nodeModules], [dir], modules);
  return nodeModules
    .filter((name) => findPackage(name, dir) === undefined)
    .map((name) => ({ kind: 'package-missing', name, from: dir }));
}

function copyBeside(
  folder: string,
  dir: string,
  { nodeModules = [] }: Bundling,
  cpu: TargetSystem['cpu'],
): readonly SourceProblem[] {
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  return copyPackages(nodeModules, dir, join(folder, 'node_modules'), { os: 'linux', cpu });
}

function copyFiles(folder: string, dir: string, { files = [] }: Bundling): readonly SourceProblem[] {
  return files.flatMap((path): SourceProblem[] => {
    if (!existsSync(join(dir, path))) return [{ kind: 'file-missing', path }];
    cpSync(join(dir, path), join(folder, path), { recursive: true });
    return [];
  });
}
