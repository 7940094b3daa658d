import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Their files get a process each: they change what modules are for whoever loads them next, or watch what processes do. */
const ALONE = [
  'test/constructs/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/runtime/results.test.ts',
  'test/testing/matchers.test.ts',
  'test/testing/test-log.test.ts',
  'test/local/language/jsonata/load-jsonata.test.ts',
  // Its evaluations take their time in a process that has loaded everything.
  'test/flow/told-failures.test.ts',
];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@tasker-systems\/tasker(\/(events|ffi))?$/, replacement: here('lib/runtime/index.ts') },
      { find: /^tasker-sfn\/testing\/(vitest|jest|reporter)$/, replacement: here('lib') + '/testing/$1.ts' },
      { find: /^tasker-sfn\/(.+)$/, replacement: here('lib') + '/$1/index.ts' },
      { find: /^tasker-sfn$/, replacement: here('lib/index.ts') },
    ],
  },
  test: {
    // Bundles are run as they are: changed by Vite, they would not be what their source maps tell of.
    server: { deps: { external: [/\/tasker-sfn-[\w-]+\/(?:[^/]+\/)*(?:index|tasker-sfn-\w+)\.mjs/] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine takes longer than the second that is the default.
    expect: { poll: { timeout: 30_000 } },
    setupFiles: [here('test/support/before-tests.ts')],
    // With many files loaded into one process, it takes a while to end.
    teardownTimeout: 60_000,
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: ['test/package/**', ...ALONE],
          // Files share the modules that they load: to load them for each file took most of the time.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
