// Builds dist/: one ESM bundle per public entry, sharing chunks, then the declarations. Runs on `npm ci` (prepare).
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { build } from 'esbuild';

const entries = [
  'bin/tasker-sfn.ts',
  'bin/demo.ts',
  'lib/index.ts',
  'lib/runtime/index.ts',
  'lib/client/index.ts',
  'lib/local/index.ts',
  'lib/testing/index.ts',
  'lib/testing/vitest.ts',
  'lib/testing/jest.ts',
  'lib/constructs/index.ts',
  'lib/api/lambda.ts', // bundled anew by TaskerApi
].filter((entry) => existsSync(entry));

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: entries,
  outdir: 'dist',
  outbase: '.',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Small libraries that every command needs are bundled, which halves the start-up; the others stay in node_modules.
  external: [
    'aws-cdk-lib',
    'constructs',
    '@aws-sdk/*',
    '@dagrejs/dagre',
    'esbuild',
    'hono',
    'jsonata',
    'json-schema-to-typescript',
    'vitest',
  ],
  // The bundled ones are CommonJS and require Node's own modules.
  banner: {
    js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);",
  },
  chunkNames: 'chunks/[name]-[hash]',
  sourcemap: true,
  logLevel: 'warning',
});

// So that `npx tasker-sfn` runs this build at once. With a `bin` of our own in package.json npx would install the folder into
// its cache first, which is slow, and stays broken when it is done before the build: so `bin` is there in a package only (prepack).
if (process.platform !== 'win32') {
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync('node_modules/.bin/tasker-sfn', { force: true });
  chmodSync('dist/bin/tasker-sfn.js', 0o755);
  symlinkSync('../../dist/bin/tasker-sfn.js', 'node_modules/.bin/tasker-sfn');
}

if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.declarations.json'], {
    stdio: 'inherit',
  });
}
