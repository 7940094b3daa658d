/**
 * Registers the matchers of runs with Vitest, tells TypeScript of them, and shows what handlers have logged when a test fails:
 * name this module in `setupFiles`, or import it.
 */
import { beforeEach, expect } from 'vitest';
import { taskMatchers, type TaskMatchers } from './matchers.ts';
import { forgetRecords, recordedText } from './test-log.ts';

expect.extend(taskMatchers);

beforeEach(({ onTestFailed }) => {
  forgetRecords();
  onTestFailed(() => {
    const text = recordedText();
    if (text !== '') console.log(`What handlers have logged:\n${text}`);
  });
});

declare module 'vitest' {
  // Vitest's own interface has this parameter.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars, @typescript-eslint/no-explicit-any
  interface Matchers<T = any> extends TaskMatchers<void> {}
}
