import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PART_FILES, partsApart } from './build-parts.ts';
import { LAMBDA_HAS, lambdaBundle } from './lambda-bundle.ts';
import { type EsbuildOutcome, runEsbuild } from './run-esbuild.ts';
import { findRuntimeEntry } from './runtime-entry.ts';

/**
 * The variable of a bundle that has what the users' code uses of the runtime. esbuild keeps the names of all functions of a bundle, at the
 * cost of a call for each, or of none. Stack traces show those of the users, but nobody reads those of the runtime: so it is bundled apart.
 */
const VARIABLE = 'taskerSfn';

/** Writes the module that stands for the runtime where the users' code is bundled: each export mentions the variable. Returns its path. */
export function writeStandIn(folder: string): string {
  const path = join(folder, STAND_IN);
  // esbuild leaves out calls that are marked so where nobody uses what they give, and puts what such a function gives in place of others.
  const lines = wholeRuntime().exports.map(
    (name) => `export const ${name} = /* @__PURE__ */ (() => ${VARIABLE}.${name})();\n`,
  );
  writeFileSync(path, `${lines.join('')}//# sourceMappingURL=${STAND_IN}.map\n`);
  const index = relative(folder, findRuntimeEntry());
  writeFileSync(`${path}.map`, JSON.stringify({ version: 3, sources: [index], names: [], mappings: 'AAAA' }));
  return path;
}

const STAND_IN = 'stand-in.mjs';

/** For each text of bundled code, the one that is to run before it: it sets the variable. Empty where the code does not mention it. */
export function runtimesOf(folder: string, codes: readonly string[]): readonly string[] {
  const sets = codes.map(mentionedIn);
  const built = buildRuntimes(folder, new Set(sets.filter((names) => names !== '')));
  return sets.map((names) => built.get(names) ?? '');
}

/** The names of the exports of the runtime that the code mentions, in one text. Its own texts may say anything. */
function mentionedIn(code: string): string {
  const mentions = code.matchAll(new RegExp(`(?<![\\w$.])${VARIABLE}\\.(\\w+)`, 'g'));
  const mentioned = new Set(Array.from(mentions, ([, name]) => name));
  return wholeRuntime()
    .exports.filter((name) => mentioned.has(name))
    .join(', ');
}

function buildRuntimes(folder: string, sets: ReadonlySet<string>): ReadonlyMap<string, string> {
  const runtime = join(folder, 'runtime.mjs');
  writeFileSync(runtime, wholeRuntime().code);
  const entries = [...sets].map((names, index) => {
    const path = join(folder, `runtime-${index}.mjs`);
    writeFileSync(path, `import { ${names} } from ${JSON.stringify(runtime)};\n${VARIABLE} = { ${names} };\n`);
    return { names, path, out: `runtime-${index}` };
  });
  if (entries.length === 0) return new Map();
  const outdir = join(folder, 'runtimes');
  const { outputs } = runOnRuntime({ entryPoints: entries.map(({ path, out }) => ({ in: path, out })), outdir });
  const texts = new Map(outputs.map(({ path, text }) => [path, text.trimEnd()]));
  return new Map(
    entries.map(({ names, out }) => [
      names,
      // In a function, so that the users' code may have the same names. Nothing of the runtime is imported at its beginning.
      `let ${VARIABLE};(()=>{${texts.get(join(outdir, `${out}.mjs`))}})();`,
    ]),
  );
}

let whole: { readonly code: string; readonly exports: readonly string[] } | undefined;

/** The runtime as one module. */
function wholeRuntime() {
  if (whole !== undefined) return whole;
  const entry = findRuntimeEntry();
  const outdir = dirname(entry);
  const path = join(outdir, 'runtime.mjs');
  const { outputs, exports } = runOnRuntime({
    entryPoints: [{ in: entry, out: 'runtime' }],
    outdir,
    // The marks of what a bundle may leave out are comments.
    minify: false,
    minifySyntax: true,
    define: partsApart(),
  });
  whole = { code: outputs[0]?.text ?? '', exports: exports.get(path) ?? [] };
  return whole;
}

function runOnRuntime(options: Parameters<typeof runEsbuild>[0]): EsbuildOutcome {
  const outcome = runEsbuild({
    ...lambdaBundle,
    outExtension: { '.js': '.mjs' },
    external: [...LAMBDA_HAS, PART_FILES],
    ...options,
  });
  if (outcome.problems.length > 0)
    throw new Error(`The runtime cannot be bundled: ${JSON.stringify(outcome.problems)}`);
  return outcome;
}
