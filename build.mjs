// Builds dist/: one ESM bundle per public entry, sharing chunks, then the declarations. Runs on `npm ci` (prepare).
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const entries = [
  'bin/tasker-sfn.ts',
  'bin/demo.ts',
  'lib/index.ts',
  'lib/runtime/index.ts',
  'lib/client/index.ts',
  'lib/local/index.ts',
  'lib/constructs/index.ts',
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
  packages: 'external',
  chunkNames: 'chunks/[name]-[hash]',
  sourcemap: true,
  logLevel: 'warning',
});
if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.declarations.json'], {
    stdio: 'inherit',
  });
}
