/**
 * Registers the matchers of runs with Vitest, tells TypeScript of them, and shows what handlers have logged when a test fails, with
 * reports of its runs in the folder that `TASKER_SFN_REPORTS` names: name this module in `setupFiles`, or import it.
 */
import { beforeEach, expect } from 'vitest';
import { taskMatchers, type TaskMatchers } from './matchers.ts';
import { beginTest, tellFailedTest } from './test-log.ts';

expect.extend(taskMatchers);

beforeEach(({ onTestFailed }) => {
  beginTest();
  onTestFailed(({ task }) => {
    tellFailedTest(nameOf(task));
  });
});

/** The name of a test, with those of the suites that it is in. */
function nameOf({ name, suite }: { readonly name: string; readonly suite?: Named | undefined }): string {
  return suite === undefined || suite.name === '' ? name : `${nameOf(suite)} ${name}`;
}

interface Named {
  readonly name: string;
  readonly suite?: Named | undefined;
}

declare module 'vitest' {
  // Vitest's own interface has this parameter.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars, @typescript-eslint/no-explicit-any
  interface Matchers<T = any> extends TaskMatchers<void> {}
}
