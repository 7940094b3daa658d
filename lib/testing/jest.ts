/**
 * Registers the matchers of runs with Jest, tells TypeScript of them, and shows what handlers have logged when a test fails, with
 * reports of its runs in the folder that `TASKER_SFN_REPORTS` names: import it in a test, or name it in `setupFilesAfterEnv`.
 */
import { taskMatchers, type TaskMatchers } from './matchers.ts';
import { beginTest, tellFailedTest } from './test-log.ts';

/** What Jest puts in place before a test file runs. */
interface JestGlobals {
  readonly expect?: {
    extend(matchers: typeof taskMatchers): void;
    getState(): { readonly currentTestName?: string };
  };
  readonly beforeEach?: (hook: () => void) => void;
  readonly afterEach?: (hook: () => void) => void;
}

const { expect, beforeEach, afterEach } = globalThis as JestGlobals;
if (expect === undefined) {
  throw new Error(
    'There is no global "expect": import "tasker-sfn/testing/jest" in a test of Jest, or name it in setupFilesAfterEnv.',
  );
}
expect.extend(taskMatchers);
beforeEach?.(beginTest);
afterEach?.(() => {
  if (hasFailed()) tellFailedTest(expect.getState().currentTestName ?? 'test');
});

/** Jest has no hook for a test that fails. Its runner keeps the errors of the test that runs, behind a symbol on the global object. */
function hasFailed(): boolean {
  const symbol = Object.getOwnPropertySymbols(globalThis).find((each) => each.description === 'JEST_STATE_SYMBOL');
  const state = symbol === undefined ? undefined : (globalThis as Record<symbol, JestState | undefined>)[symbol];
  return (state?.currentlyRunningTest?.errors.length ?? 0) > 0;
}

interface JestState {
  readonly currentlyRunningTest?: { readonly errors: readonly unknown[] } | null;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface Matchers<R> extends TaskMatchers<R> {}
  }
}
