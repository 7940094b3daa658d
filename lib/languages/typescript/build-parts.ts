import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { LAMBDA_HAS, lambdaBundle } from './lambda-bundle.ts';
import { runEsbuild } from './run-esbuild.ts';
import { findRuntimeEntry } from './runtime-entry.ts';

/** The code of each part, by the file that bundles import it from. */
export type PartCode = ReadonlyMap<string, string>;

/** How the modules of `runtime/later` name the files of the parts. */
export const PART_FILES = './tasker-sfn-*.mjs';

const built = new Map<boolean, PartCode>();

/**
 * The parts of the runtime that a function loads once it needs them: they are the same for all handlers. A handler's own code is in none,
 * and so there are no maps of them.
 */
export function buildParts(isReadable: boolean): PartCode {
  const known = built.get(isReadable);
  if (known !== undefined) return known;
  const folder = partsFolder();
  const { outputs, problems } = runEsbuild({
    entryPoints: partFiles().map((file) => ({ in: join(folder, file), out: `tasker-sfn-${partName(file)}` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    ...lambdaBundle,
    minify: !isReadable,
    keepNames: true,
    external: [...LAMBDA_HAS, PART_FILES],
    define: partsApart(),
  });
  if (problems.length > 0) throw new Error(`The runtime cannot be bundled: ${JSON.stringify(problems)}`);
  const parts = new Map(outputs.map(({ path, text }) => [basename(path), text]));
  built.set(isReadable, parts);
  return parts;
}

/** What tells the modules of `runtime/later` that they are in a bundle, and which file beside it has each part. */
export function partsApart(): Readonly<Record<string, string>> {
  const names = partFiles().map(partName);
  return Object.fromEntries(
    names.map((name) => [`TASKER_SFN_${name.toUpperCase()}`, JSON.stringify(PART_FILES.replace('*', name))]),
  );
}

function partsFolder(): string {
  return join(dirname(findRuntimeEntry()), 'later');
}

function partFiles(): readonly string[] {
  return readdirSync(partsFolder()).filter(
    (name) => ['.ts', '.js'].includes(extname(name)) && !name.startsWith('load-'),
  );
}

function partName(file: string): string {
  return basename(file, extname(file));
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
