import { spawnSync } from 'node:child_process';
import { defineConfig } from 'vitest/config';

/** What npm says when it gets no answer, which is no fault of the package; an answer such as E404 is another matter. */
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONN\w+|ENETUNREACH|EHOSTUNREACH|E\w*TIMEDOUT|ERR_SOCKET_TIMEOUT/;

const asked = spawnSync('npm', ['view', 'typescript', 'name', '--fetch-retries=1', '--fetch-timeout=30000'], {
  encoding: 'utf8',
});
const isOffline = asked.status !== 0 && OFFLINE.test(asked.stderr);
if (isOffline) console.warn('SKIPPED: the package is not tested, since the registry of npm cannot be reached.');

/** The packed package, as people install it. It needs the registry of npm, so it is a suite of its own. */
export default defineConfig({
  test: {
    include: isOffline ? [] : ['test/package/*.test.ts'],
    passWithNoTests: isOffline,
    globalSetup: isOffline ? [] : ['test/package/support/install-package.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
