import fc from 'fast-check';
import { afterEach, vi } from 'vitest';

/**
 * Random tests try the same cases each time, so that the tests of a change fail by that change and never by chance; new cases
 * are tried by a long search, which `FUZZ` asks for. They end before Vitest ends them: a test that Vitest ends for its time
 * tells no counterexample, and to shrink one may take longer than that. What is interrupted before all its cases have run has
 * failed. A long search takes its time, or as many seconds for each property as `FUZZ_SECONDS` says.
 */
if (process.env['FUZZ'] === undefined)
  fc.configureGlobal({
    ...fc.readConfigureGlobal(),
    seed: 20_261_127,
    interruptAfterTimeLimit: 300_000,
    markInterruptAsFailure: true,
  });
else if (process.env['FUZZ_SECONDS'] !== undefined)
  fc.configureGlobal({
    ...fc.readConfigureGlobal(),
    interruptAfterTimeLimit: Number(process.env['FUZZ_SECONDS']) * 1000,
  });

// Files share a process: what a test has put into the environment is nobody else's.
afterEach(() => {
  vi.unstubAllEnvs();
});
