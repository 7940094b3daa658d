import fc from 'fast-check';
import { afterEach, vi } from 'vitest';

/**
 * Ends a random test before Vitest does: a test that Vitest ends for its time tells no counterexample, and to shrink one may take
 * longer than that. What is interrupted before all its cases have run has failed. A long search for faults takes its time.
 */
if (process.env['FUZZ'] === undefined)
  fc.configureGlobal({ ...fc.readConfigureGlobal(), interruptAfterTimeLimit: 300_000, markInterruptAsFailure: true });

// Files share a process: what a test has put into the environment is nobody else's.
afterEach(() => {
  vi.unstubAllEnvs();
});
