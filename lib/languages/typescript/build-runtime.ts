import { writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { PART_FILES, partsApart } from './build-parts.ts';
import { LAMBDA_HAS, lambdaBundle } from './lambda-bundle.ts';
import { runEsbuild } from './run-esbuild.ts';
import { findRuntimeEntry } from './runtime-entry.ts';

interface RuntimeModule {
  readonly code: string;
  /** The map to the runtime's own sources, all absolute in it. */
  readonly map: { readonly sources: readonly string[] };
}

let built: RuntimeModule | undefined;

/**
 * Writes the runtime as one module whose own names are short, and its map, into a folder; returns its path. esbuild shortens all names
 * of a bundle or none. The user's must stay, since stack traces show them: so those of the runtime are short before it is bundled.
 */
export function writeRuntime(folder: string): string {
  const { code, map } = (built ??= buildRuntime());
  const path = join(folder, FILE);
  writeFileSync(path, code);
  const sources = map.sources.map((source) => relative(folder, source));
  writeFileSync(`${path}.map`, JSON.stringify({ ...map, sources }));
  return path;
}

const FILE = 'runtime.mjs';

function buildRuntime(): RuntimeModule {
  const entry = findRuntimeEntry();
  const outdir = dirname(entry);
  const { outputs, problems } = runEsbuild({
    entryPoints: [{ in: entry, out: 'runtime' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    ...lambdaBundle,
    // Nothing else: the marks of what a bundle may leave out are comments.
    minify: false,
    minifyIdentifiers: true,
    sourcemap: 'linked',
    sourcesContent: false,
    external: [...LAMBDA_HAS, PART_FILES],
    define: partsApart(),
  });
  if (problems.length > 0) throw new Error(`The runtime cannot be bundled: ${JSON.stringify(problems)}`);
  const textOf = (file: string) => outputs.find(({ path }) => path === join(outdir, file))?.text ?? '';
  const map = JSON.parse(textOf(`${FILE}.map`)) as RuntimeModule['map'];
  return { code: textOf(FILE), map: { ...map, sources: map.sources.map((source) => resolve(outdir, source)) } };
}
