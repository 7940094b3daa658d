import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: '@tasker-systems/tasker', replacement: here('lib/runtime/index.ts') },
      { find: /^tasker-sfn\/testing\/(vitest|jest)$/, replacement: here('lib') + '/testing/$1.ts' },
      { find: /^tasker-sfn\/(.+)$/, replacement: here('lib') + '/$1/index.ts' },
      { find: /^tasker-sfn$/, replacement: here('lib/index.ts') },
    ],
  },
  test: { include: ['test/**/*.test.ts'], exclude: ['test/package/**'], testTimeout: 60_000, hookTimeout: 60_000 },
});
