import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { LAMBDA_HAS, lambdaBundle } from './lambda-bundle.ts';
import { runEsbuild } from './run-esbuild.ts';
import { findRuntimeEntry } from './runtime-entry.ts';

/** The code of each part, by the file that bundles import it from. */
export type PartCode = ReadonlyMap<string, string>;

/** How the modules of `runtime/later` name the files of the parts that they import. */
export const PART_FILES = './tasker-sfn-*.mjs';

/** The parts that are not waited for. A module can load CommonJS at once. */
const AT_ONCE = ['event', 'lines'];

const built = new Map<boolean, PartCode>();

/**
 * The parts of the runtime that a function loads once it needs them: they are the same for all handlers. A handler's own code is in none,
 * and so there are no maps of them, and no names of functions.
 */
export function buildParts(isReadable: boolean): PartCode {
  const known = built.get(isReadable);
  if (known !== undefined) return known;
  const names = partNames();
  const parts = new Map([
    ...bundleParts(isReadable, names.filter(isAwaited), 'mjs'),
    ...bundleParts(isReadable, AT_ONCE, 'cjs'),
  ]);
  built.set(isReadable, parts);
  return parts;
}

function bundleParts(isReadable: boolean, names: readonly string[], extension: 'mjs' | 'cjs'): PartCode {
  const folder = join(dirname(findRuntimeEntry()), 'later');
  const { outputs, problems } = runEsbuild({
    entryPoints: names.map((name) => ({ in: join(folder, name), out: `tasker-sfn-${name}` })),
    outdir: folder,
    outExtension: { '.js': `.${extension}` },
    ...lambdaBundle,
    format: extension === 'mjs' ? 'esm' : 'cjs',
    minify: !isReadable,
    external: [...LAMBDA_HAS, PART_FILES],
    define: partsApart(),
  });
  if (problems.length > 0) throw new Error(`The runtime cannot be bundled: ${JSON.stringify(problems)}`);
  return new Map(outputs.map(({ path, text }) => [basename(path), text]));
}

/** What tells the modules of `runtime/later` that they are in a bundle, and which file beside it has each part. */
export function partsApart(): Readonly<Record<string, string>> {
  const fileOf = (name: string) => `./tasker-sfn-${name}.${isAwaited(name) ? 'mjs' : 'cjs'}`;
  return Object.fromEntries(
    partNames().map((name) => [`TASKER_SFN_${name.toUpperCase()}`, JSON.stringify(fileOf(name))]),
  );
}

function partNames(): readonly string[] {
  const files = readdirSync(join(dirname(findRuntimeEntry()), 'later'));
  return files
    .filter((name) => ['.ts', '.js'].includes(extname(name)) && !name.startsWith('load-'))
    .map((name) => basename(name, extname(name)));
}

function isAwaited(name: string): boolean {
  return !AT_ONCE.includes(name);
}

/** The parts that a bundle, or one of its parts, may load. */
export function partsOf(code: string, parts: PartCode): PartCode {
  const found = new Map<string, string>();
  const open = [code];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    for (const [name, part] of parts) {
      if (found.has(name) || !text.includes(`"./${name}"`)) continue;
      found.set(name, part);
      open.push(part);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
