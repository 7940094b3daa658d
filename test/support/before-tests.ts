import fc from 'fast-check';
import { afterEach, vi } from 'vitest';
import type { FuzzMeta } from './fuzz-reporter.ts';

/** The random cases of the test that runs, and how many of its properties have a counterexample. */
let counted = { cases: 0, mismatches: 0 };

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
else {
  const seconds = process.env['FUZZ_SECONDS'];
  fc.configureGlobal({
    ...fc.readConfigureGlobal(),
    ...(seconds !== undefined && { interruptAfterTimeLimit: Number(seconds) * 1000 }),
    reporter: countCases,
  });
  // What ./fuzz-reporter.ts adds up.
  afterEach(({ task }) => {
    (task.meta as FuzzMeta).fuzz = { ...counted };
    counted = { cases: 0, mismatches: 0 };
  });
}

function countCases(details: fc.RunDetails<unknown>): void {
  counted.cases += details.numRuns;
  if (!details.failed) return;
  counted.mismatches += 1;
  throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
}

// Files share a process: what a test has put into the environment is nobody else's.
afterEach(() => {
  vi.unstubAllEnvs();
});
