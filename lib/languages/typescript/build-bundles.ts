import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { SourceProblem } from '../source-problem.ts';
import type { Bundling } from '../bundling.ts';
import type { HandlerLocation } from '../handler-location.ts';
import { locateExport } from '../locate-export.ts';
import type { Publication } from '../publication.ts';
import { buildParts, PART_FILES, type PartCode, partsApart, partsOf } from './build-parts.ts';
import { runtimesOf, writeStandIn } from './build-runtime.ts';
import { findLeftovers } from './find-leftovers.ts';
import { packageFolders } from './find-package.ts';
import { LAMBDA_HAS, lambdaBundle } from './lambda-bundle.ts';
import { runEsbuild } from './run-esbuild.ts';
import { publicationCode } from './publication-code.ts';
import { findPackageRoot, findRuntimeEntry, ownModule } from './runtime-entry.ts';

/** A handler's code as it is deployed, and the map from it to the sources. */
export interface BundledCode {
  readonly code: string;
  readonly sourceMap: string;
  /** The parts of the runtime that it may load, which lie beside it. */
  readonly parts: PartCode;
  /** The files that it is made from, all absolute; minified code does not name those of the runtime. */
  readonly sources: readonly string[];
}

/** What handlers import the runtime by. Tasker's package has two subpaths, whose names the whole has, too. */
const RUNTIME_NAMES = [
  'tasker-sfn/runtime',
  '@tasker-systems/tasker',
  '@tasker-systems/tasker/events',
  '@tasker-systems/tasker/ffi',
];

/** CommonJS packages inside a bundle may `require` what Node itself has; it is loaded when they do. */
const REQUIRE =
  'let taskerSfnRequire;const require=id=>(taskerSfnRequire??=' +
  'process.getBuiltinModule("node:module").createRequire(import.meta.url))(id);';

/**
 * Builds all handlers together. The same sources give the same bytes, wherever they lie.
 *
 * @param isReadable a debugger shows the variables of the sources: the code is not minified, nor looked through for what it lacks
 */
export function buildBundles(
  dir: string,
  handlers: readonly HandlerLocation[],
  { external = [], nodeModules = [], loader, metrics = false }: Bundling,
  isReadable: boolean,
  publications: ReadonlyMap<HandlerLocation, Publication>,
): { readonly bundles: readonly BundledCode[]; readonly problems: readonly SourceProblem[] } {
  if (handlers.length === 0) return { bundles: [], problems: [] };
  const root = realpathSync(dir);
  // esbuild reports files by their real paths.
  const stubs = realpathSync(mkdtempSync(join(tmpdir(), 'tasker-sfn-')));
  // Nothing is written here; it only gives the paths in the maps a beginning that does not depend on the output folder.
  const outdir = join(root, '.bundle');
  try {
    const runtime = isReadable ? findRuntimeEntry() : writeStandIn(stubs);
    const { outputs, problems, inputs } = runEsbuild({
      entryPoints: handlers.map((handler, index) => ({
        in: writeStub(stubs, index, handler, publications.get(handler), metrics),
        out: `${index}/index`,
      })),
      outdir,
      outExtension: { '.js': '.mjs' },
      ...lambdaBundle,
      minify: false,
      minifyWhitespace: !isReadable,
      minifySyntax: !isReadable,
      // Stack traces show the names of the sources. esbuild changes one of two that are the same, and class names are the types of errors.
      keepNames: true,
      sourcemap: 'linked',
      sourcesContent: true,
      external: [...LAMBDA_HAS, ...external, ...nodeModules, PART_FILES],
      define: partsApart(),
      loader: { ...loader },
      // A stub that imports a handler's package lies where no package is.
      nodePaths: [...packageFolders(root)],
      alias: Object.fromEntries(RUNTIME_NAMES.map((name) => [name, runtime])),
      ...(isReadable && { banner: { js: REQUIRE } }),
    });
    if (problems.length > 0) {
      const placed = problems.map((each) => outsideStubs(stubs, handlers, each));
      return { bundles: [], problems: placed.map((each) => naming(runtime, each)) };
    }
    const texts = new Map(outputs.map(({ path, text }) => [path, text]));
    const entries = handlers.map((_, index) => join(outdir, String(index), 'index.mjs'));
    const codes = entries.map((entry) => texts.get(entry) ?? '');
    const runtimes = isReadable ? [] : runtimesOf(stubs, codes);
    const parts = buildParts(isReadable);
    const bundles = entries.map((entry, index) => {
      const own = codes[index] ?? '';
      const before = isReadable ? '' : neededBefore(own, runtimes[index] ?? '');
      const code = `${before}${own}`;
      const sources = (inputs.get(entry) ?? []).filter((file) => !file.startsWith(stubs));
      const sourceMap = cleanMap(texts.get(`${entry}.map`) ?? '', entry, root, stubs, before.split('\n').length - 1);
      return { code, sourceMap, parts: partsOf(code, parts), sources };
    });
    if (isReadable) return { bundles, problems: [] };
    const isOurs = ownFiles();
    return {
      bundles,
      problems: bundles.flatMap(({ code, sources }) =>
        findLeftovers(
          code,
          sources.filter((file) => !isOurs(file)),
        ),
      ),
    };
  } finally {
    rmSync(stubs, { recursive: true, force: true });
  }
}

/** The lines that small code needs before it. */
function neededBefore(code: string, runtime: string): string {
  const needed = `${/\brequire\b/.test(code) ? REQUIRE : ''}${runtime}`;
  return needed === '' ? '' : `${needed}\n`;
}

/** The problem in words that name the runtime as users import it, not the file that was made of it. */
function naming(runtime: string, problem: SourceProblem): SourceProblem {
  if (problem.kind !== 'build-failed') return problem;
  return {
    ...problem,
    reason: problem.reason.replaceAll(relative('', runtime).split(sep).join('/'), 'tasker-sfn/runtime'),
  };
}

/** The problem at the handler's own place where it is in the import of one that a template names by its package. */
function outsideStubs(stubs: string, handlers: readonly HandlerLocation[], problem: SourceProblem): SourceProblem {
  if (problem.kind !== 'build-failed' || !problem.location.file.startsWith(stubs)) return problem;
  const handler = handlers[Number.parseInt(basename(problem.location.file), 10)];
  return handler === undefined ? problem : { ...problem, location: locateExport(handler) };
}

/** What stands in maps for the module around a handler: debuggers and test runners look for the text of every source. */
const ENTRY_TEXT = '// tasker-sfn makes a Lambda function of the handler here.';

/** Whether a file is of the runtime, which finds handlers by name for those who ask it to. */
function ownFiles(): (file: string) => boolean {
  const root = realpathSync(findPackageRoot());
  const folders = ['lib', 'dist'].map((name) => join(root, name) + sep);
  return (file) => folders.some((folder) => file.startsWith(folder));
}

/** The module that makes a handler a Lambda function; `create` is for those who bring a log or a store of their own. */
function writeStub(
  folder: string,
  index: number,
  location: HandlerLocation,
  publication: Publication | undefined,
  metrics: boolean,
): string {
  const { file, isFunction } = location;
  const write = (name: string, code: string) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, code);
    return path;
  };
  if (isFunction) return write(String(index), `export { handler } from ${JSON.stringify(file)};\n`);
  const files = { write: (name: string, code: string) => write(`${index}-${name}`, code), pathOf: ownModule };
  const create = publication === undefined ? CREATE : publicationCode(publication, files);
  return write(String(index), `${handlerCode(location)}${create}${metrics ? MEASURED : PLAIN}`);
}

/** The statements that define `Handler`. */
function handlerCode({ file, specifier = file, exportName, isNamedByFile, isResolver }: HandlerLocation): string {
  const imported = (name: string) => `import { ${exportName} as ${name} } from ${JSON.stringify(specifier)};\n`;
  if (isResolver)
    return `import { handlersOf } from 'tasker-sfn/runtime';\n${imported('Resolver')}const Handler = handlersOf(new Resolver());\n`;
  if (isNamedByFile) return `${imported('Class')}const Handler = { handlerOf: async () => new Class() };\n`;
  return imported('Handler');
}

const PLAIN = 'export const handler = create();\n';

const MEASURED = `import { embeddedMetrics } from 'tasker-sfn/runtime';
export const handler = create({ logger: embeddedMetrics() });
`;

const CREATE = `import { createStepFunction } from 'tasker-sfn/runtime';
export const create = createStepFunction.bind(undefined, Handler);
`;

/**
 * The map with its sources seen from the folder that holds the handlers' folder; the stub's own path is random. It holds the text of
 * the user's own sources, so that places in them can be shown wherever the bundle runs; what others wrote is not theirs to look into.
 */
function cleanMap(sourceMap: string, entry: string, root: string, stubs: string, linesBefore: number): string {
  const map = JSON.parse(sourceMap) as { sources: string[]; sourcesContent: (string | null)[]; mappings: string };
  const project = dirname(root);
  const runtime = dirname(findRuntimeEntry());
  const files = map.sources.map((source) => resolve(dirname(entry), source));
  const isOwn = (file: string) =>
    file.startsWith(project + sep) && !file.includes(`${sep}node_modules${sep}`) && !file.startsWith(dirname(runtime));
  const sources = files.map((file) =>
    file.startsWith(stubs) ? 'tasker-sfn:entry' : relative(project, file).split(sep).join('/'),
  );
  const sourcesContent = files.map((file, index) => {
    if (file.startsWith(stubs)) return ENTRY_TEXT;
    return isOwn(file) ? (map.sourcesContent[index] ?? null) : null;
  });
  const mappings = `${';'.repeat(linesBefore)}${map.mappings}`;
  return JSON.stringify({ ...map, mappings, sources, sourcesContent });
}
