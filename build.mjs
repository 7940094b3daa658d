// Builds dist/: ES modules with shared chunks, the same as CommonJS, and declarations beside both. Runs on `npm ci` (postprepare).
//   --no-types     leaves the declarations out, which is most of the work
//   --out <dir>    builds into another folder
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, transform } from 'esbuild';

const { values: options } = parseArgs({
  options: { types: { type: 'boolean', default: true }, out: { type: 'string', default: 'dist' } },
  allowNegative: true,
});
const out = resolve(options.out);

/** What users import; `exports` of package.json names them. */
const library = [
  'index',
  'runtime/index',
  'client/index',
  'local/index',
  'testing/index',
  'testing/jest',
  'testing/reporter',
  'testing/vitest',
  'api/index',
  'constructs/index',
];
/** What bundles of handlers have beside them, and load when they need it. */
const parts = readdirSync('lib/runtime/later')
  .filter((file) => !file.startsWith('load-'))
  .map((file) => `runtime/later/${file.replace(/\.ts$/, '')}`);
/** What is run: the commands, and the API's function, which TaskerApi bundles anew. */
const programs = ['bin/tasker-sfn', 'bin/demo', 'lib/api/lambda'];

/**
 * Packages in CommonJS that are bundled require what Node itself has. As an import, that needs no `require` in an ES module,
 * so the modules can be bundled once more, in whichever format.
 */
const builtinsByImport = {
  name: 'builtins-by-import',
  setup(build) {
    const isBuiltin = new RegExp(`^(node:)?(${builtinModules.join('|')})$`);
    build.onResolve({ filter: isBuiltin }, ({ path, kind }) =>
      kind === 'require-call' ? { path, namespace: 'builtin' } : { path, external: true },
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `import builtin from '${path}'; module.exports = builtin;`,
    }));
  },
};

const common = { platform: 'node', target: 'node20', logLevel: 'warning' };

/** Where the output belongs, wherever it is written: maps have paths from there, and names of chunks depend on them. */
const dist = resolve('dist');

async function buildModules() {
  const { metafile, outputFiles } = await build({
    ...common,
    entryPoints: [
      ...[...library, ...parts].map((entry) => `lib/${entry}.ts`),
      ...programs.map((entry) => `${entry}.ts`),
    ],
    metafile: true,
    outdir: dist,
    outbase: '.',
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    // Small libraries that every command needs are bundled, which halves the start-up; the others stay in node_modules.
    external: [
      'aws-cdk-lib',
      'constructs',
      '@aws-sdk/*',
      'esbuild',
      'hono',
      'jsonata',
      '@modelcontextprotocol/*',
      'json-schema-to-typescript',
      'vitest',
      './tasker-sfn-*.mjs',
    ],
    // The build for browsers is made of ES modules, so only what is used of it is bundled.
    alias: { yaml: fileURLToPath(new URL('browser/dist/index.js', `${import.meta.resolve('yaml/package.json')}`)) },
    plugins: [builtinsByImport],
    chunkNames: 'chunks/[name]-[hash]',
    // Names and lines for stack traces. The sources themselves would be most of the package.
    sourcemap: true,
    sourcesContent: false,
  });
  for (const { path, contents } of outputFiles) write(relative(dist, path), contents);
  return { imports: metafile.outputs, texts: new Map(outputFiles.map(({ path, text }) => [path, text])) };
}

function write(file, contents) {
  const path = join(out, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

/** The library as CommonJS, for those who cannot load ES modules (Jest). Module by module, so that classes are shared in it, too. */
async function buildCommonJs({ imports, texts }) {
  const needed = new Set();
  const need = (file) => {
    if (needed.has(file)) return;
    needed.add(file);
    for (const { path, external } of imports[file].imports) if (!external) need(path);
  };
  for (const entry of library) need(`dist/lib/${entry}.js`);
  for (const file of needed) {
    // Jest cannot import from CommonJS without a flag.
    const text = texts
      .get(resolve(file))
      .replace(/\bimport\(("\.\.?\/[^"]+\.js")\)/g, 'Promise.resolve().then(() => require($1))');
    const { code } = await transform(text, {
      ...common,
      format: 'cjs',
      sourcefile: file,
      // Who reads it looks for `__filename` first.
      logOverride: { 'empty-import-meta': 'silent' },
    });
    write(join('cjs', relative('dist', file)), code);
  }
  write('cjs/package.json', '{ "type": "commonjs" }\n');
}

async function buildTypes() {
  const declarations = mkdtempSync(join(tmpdir(), 'tasker-sfn-types-'));
  try {
    const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.declarations.json', '--outDir', declarations];
    execFileSync(process.execPath, tsc, { stdio: 'inherit' });
    const [{ rollup }, { dts }] = await Promise.all([import('rollup'), import('rollup-plugin-dts')]);
    const bundle = await rollup({
      input: Object.fromEntries(library.map((entry) => [`lib/${entry}`, join(declarations, `lib/${entry}.d.ts`)])),
      plugins: [dts()],
      external: (id) => !id.startsWith('.') && !id.startsWith('/'),
      // Such as a type that an entry does not export though what it exports is made of it.
      onwarn: ({ message }) => {
        throw new Error(message);
      },
    });
    const { output } = await bundle.generate({ entryFileNames: '[name].d.ts', chunkFileNames: 'types/[name].ts' });
    for (const { fileName, code } of output) {
      write(fileName, code);
      write(join('cjs', fileName), code);
    }
  } finally {
    rmSync(declarations, { recursive: true, force: true });
  }
}

rmSync(out, { recursive: true, force: true });
const modules = await buildModules();
await buildCommonJs(modules);
// What AWS's APIs take: the engine reads it when a definition first asks.
copyFileSync('lib/local/validate/resources/sdk-actions.br', join(out, 'sdk-actions.br'));
if (options.types) await buildTypes();
