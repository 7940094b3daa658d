import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeDefinition } from '../../lib/asl/child-machines.ts';
import { ExecutionView } from '../../lib/client/index.ts';
import { anyWorkflow, type WorkflowStep } from '../support/arbitrary-workflow.ts';
import { settle } from '../support/reference-executor.ts';
import { runWorkflow, workersIn } from '../support/run-workflow.ts';

const fuzzing = process.env['FUZZ'] !== undefined;
const numRuns = fuzzing ? 10_000 : 25;

/** So many steps are in one execution at most: small workflows are split, too, and parts of them again. */
const arbitraryMost = fc.constantFrom(Infinity, 2, 3, 5, 8);

/** When the execution is stopped, in ms after it has started or was redriven. */
const arbitraryStops = fc.array(fc.integer({ min: 0, max: 12_000 }), { minLength: 1, maxLength: 4 });

/** A step whose handler does what it should, and takes some time for it. */
function wellBehaved(step: WorkflowStep): WorkflowStep {
  return { ...step, runs: [], workerRuns: [], throttled: [], result: {}, durationMs: step.durationMs + 1 };
}

describe('a task that is stopped while it runs, and redriven', () => {
  it.each(['barriers', 'exact'] as const)(
    'goes on with what had not completed, and with nothing else (%s)',
    async (sync) => {
      await fc.assert(
        fc.asyncProperty(
          anyWorkflow,
          fc.integer(),
          arbitraryMost,
          fc.constantFrom(undefined, undefined, 1, 4),
          arbitraryStops,
          async (drawn, seed, most, workers, stops) => {
            fc.pre(!drawn.some(({ isWrong }) => isWrong === true));
            const workflow = drawn.map(wellBehaved);
            const expected = settle(workflow);
            const run = await runWorkflow(workflow, {
              ...{ seed, most, workers, stops },
              sync,
            });
            expect(run.rounds.map(({ outcome }) => outcome.status)).toEqual([
              ...run.rounds.slice(1).map(() => 'ABORTED'),
              'SUCCEEDED',
            ]);
            const stopped = run.rounds.map(({ outcome }) => outcome.stopDate).slice(0, -1);
            const templates = workersIn(workflow);
            const steps = new Map(workflow.map((step) => [step.name, step]));
            for (const [name, runs] of run.runs) {
              const { durationMs } = steps.get(templates.get(name)?.template ?? name)!;
              const isCut = ({ start }: { readonly start: number }) =>
                stopped.some((at) => start <= at && at <= start + durationMs);
              // Every run but the last was in the middle of its work when the execution was stopped.
              expect([name, runs.slice(0, -1).map(isCut)]).toEqual([name, runs.slice(1).map(() => true)]);
              const saw = expected.steps.get(name)?.saw;
              if (saw !== undefined) for (const each of runs) expect([name, each.saw]).toEqual([name, saw]);
            }
            const view = new ExecutionView(wholeDefinition(run.compiled));
            for (const event of run.joined) view.apply(event);
            for (const { name, state, skipped } of view.steps()) {
              const settled = expected.steps.get(name);
              if (settled === undefined || templates.has(name)) continue;
              const isSkipped = settled.state === 'skipped';
              expect([name, state, skipped ?? false]).toEqual([name, isSkipped ? 'pending' : 'complete', isSkipped]);
            }
          },
        ),
        { numRuns, endOnFailure: !fuzzing },
      );
    },
    3_600_000,
  );
});
