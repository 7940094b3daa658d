import { defineConfig } from 'vitest/config';

/** The packed package, as people install it. It needs the registry of npm, so it is a suite of its own. */
export default defineConfig({
  test: {
    include: ['test/package/*.test.ts'],
    globalSetup: 'test/package/support/install-package.ts',
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
