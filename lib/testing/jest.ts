/** Registers the matchers of runs with Jest, and tells TypeScript of them: import it in a test, or name it in `setupFilesAfterEnv`. */
import { taskMatchers, type TaskMatchers } from './matchers.ts';

/** What Jest puts in place before a test file runs. */
interface JestGlobals {
  readonly expect?: { extend(matchers: typeof taskMatchers): void };
}

const { expect } = globalThis as JestGlobals;
if (expect === undefined) {
  throw new Error(
    'There is no global "expect": import "tasker-sfn/testing/jest" in a test of Jest, or name it in setupFilesAfterEnv.',
  );
}
expect.extend(taskMatchers);

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface Matchers<R> extends TaskMatchers<R> {}
  }
}
