/** Registers the matchers of runs with Vitest, and tells TypeScript of them: name this module in `setupFiles`, or import it. */
import { expect } from 'vitest';
import { taskMatchers, type TaskMatchers } from './matchers.ts';

expect.extend(taskMatchers);

declare module 'vitest' {
  // Vitest's own interface has this parameter.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars, @typescript-eslint/no-explicit-any
  interface Matchers<T = any> extends TaskMatchers<void> {}
}
