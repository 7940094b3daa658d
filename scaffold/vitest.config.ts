import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', 'tasker-sfn/testing/reporter'],
    // The first run of a workflow bundles its handlers, which may take a while on a small machine.
    testTimeout: 30_000,
  },
});
