import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeDefinition } from '../../lib/asl/child-machines.ts';
import { ExecutionView } from '../../lib/client/index.ts';
import { anyWorkflow, arbitraryMost, arbitraryRoom, type WorkflowStep } from '../support/arbitrary-workflow.ts';
import { settle } from '../support/reference-executor.ts';
import { runWorkflow, workersIn } from '../support/run-workflow.ts';

const fuzzing = process.env['FUZZ'] !== undefined;
const numRuns = fuzzing ? 10_000 : 25;

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
          arbitraryRoom,
          arbitraryStops,
          async (drawn, seed, most, { workers, levels }, stops) => {
            fc.pre(!drawn.some(({ isWrong }) => isWrong === true));
            const workflow = drawn.map(wellBehaved);
            const expected = settle(workflow);
            const run = await runWorkflow(workflow, {
              ...{ seed, most, workers, levels, stops },
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

/** More redrives than any step has failures. */
const REDRIVES = 60;

describe('a task that is stopped or fails, and is redriven until it is complete', () => {
  it.each(['barriers', 'exact'] as const)(
    'runs nothing again that had completed (%s)',
    async (sync) => {
      await fc.assert(
        fc.asyncProperty(
          anyWorkflow,
          fc.integer(),
          arbitraryMost,
          arbitraryRoom,
          fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 4 }),
          async (drawn, seed, most, room, stops) => {
            // What nobody can follow nobody can follow after a redrive, and a batch that ends with its first failure leaves nothing.
            fc.pre(!drawn.some(({ isWrong, strategy }) => isWrong === true || strategy === 'fail_fast'));
            const workflow = drawn.map((step) => ({ ...step, durationMs: step.durationMs + 1 }));
            const expected = settle(drawn.map((step) => ({ ...step, runs: [], workerRuns: [] })));
            const run = await runWorkflow(workflow, {
              ...{ seed, sync, most, stops, ...room },
              // By then, functions have ended that nobody waited for.
              repair: (_, round) => (round < REDRIVES ? 'redrive' : undefined),
            });
            expect(run.rounds.at(-1)!.outcome.status).toBe('SUCCEEDED');
            const ended = run.rounds.map(({ outcome }) => outcome).filter(({ status }) => status === 'ABORTED');
            const workers = workersIn(workflow);
            const goesOn = workflow.some(({ strategy }) => strategy === 'continue_on_failure');
            const depends = workflow.some(({ type }) => type === 'decision' || type === 'batchable');
            for (const [name, runs] of run.runs) {
              const step = workflow.find((other) => other.name === (workers.get(name)?.template ?? name))!;
              const kinds = (workers.get(name) ?? step).runs;
              // Runs that follow a yield at once are in its invocation, which goes on though nobody waits for it.
              const begins = (index: number): number => {
                const [before, start] = [runs[index - 1]?.start ?? NaN, runs[index]!.start];
                return kinds[index - 1] === 'yield' && start === before + step.durationMs ? begins(index - 1) : start;
              };
              const isCut = ({ start }: { readonly start: number }, index: number) =>
                ended.some(({ stopDate }) => begins(index) <= stopDate && stopDate <= start + step.durationMs);
              const isTriedAgain = runs.map((each, index) => (kinds[index] ?? 'ok') !== 'ok' || isCut(each, index));
              expect([name, isTriedAgain.slice(0, -1)]).toEqual([name, runs.slice(1).map(() => true)]);
              // Where a decision or a batch without work made a step run though another failed, it sees less.
              const saw = expected.steps.get(name)?.saw;
              if (saw === undefined || goesOn) continue;
              for (const each of runs)
                expect([name, saw]).toEqual([name, depends ? expect.arrayContaining([...each.saw]) : each.saw]);
            }
            for (const { name, state } of run.rounds.at(-1)!.steps) {
              if (goesOn && workers.has(name)) continue;
              expect([name, state]).toEqual([name, 'complete']);
            }
          },
        ),
        { numRuns, endOnFailure: !fuzzing },
      );
    },
    3_600_000,
  );
});
