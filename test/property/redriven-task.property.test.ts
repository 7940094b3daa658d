import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeDefinition } from '../../lib/asl/child-machines.ts';
import { ExecutionView } from '../../lib/client/index.ts';
import type { TaskFailure } from '../../lib/contract/errors.ts';
import { anyWorkflow, arbitraryMost, arbitraryRoom, type WorkflowStep } from '../support/arbitrary-workflow.ts';
import { settle, type Settled, type YieldLimits } from '../support/reference-executor.ts';
import { runWorkflow, workersIn, type WorkflowRun } from '../support/run-workflow.ts';

const fuzzing = process.env['FUZZ'] !== undefined;
const numRuns = fuzzing ? 10_000 : 60;
const REDRIVES = 3;

/**
 * The workflow as it stands for a redrive: what completed does so at once, and what did not goes on with the runs that it has left, and
 * attempts anew.
 */
function remaining(workflow: readonly WorkflowStep[], { steps }: Settled): readonly WorkflowStep[] {
  const left = (name: string, runs: WorkflowStep['runs']) => {
    const { state, attempts } = steps.get(name) ?? { state: 'blocked', attempts: 0 };
    return state === 'complete' ? [] : runs.slice(attempts);
  };
  const workers = workersIn(workflow);
  return workflow.map((step) => {
    if (step.type !== 'batch_worker') return { ...step, runs: left(step.name, step.runs) };
    const own = [...workers].filter(([, { template }]) => template === step.name);
    const isDone = steps.get(step.name)?.state === 'complete';
    return { ...step, workerRuns: own.map(([name, { runs }]) => (isDone ? [] : left(name, runs))) };
  });
}

/** What the reference says of a run and its redrives, as far as the execution came. */
function expectedRounds(workflow: readonly WorkflowStep[], limits: YieldLimits | undefined): readonly Settled[] {
  const rounds = [settle(workflow, limits)];
  let now = workflow;
  for (let last = rounds[0]!; last.status === 'FAILED' && rounds.length <= REDRIVES; last = rounds.at(-1)!) {
    now = remaining(now, last);
    rounds.push(settle(now, limits));
  }
  return rounds;
}

/** The steps that the execution's end says failed, and those that never ran. */
function endOf({ outcome }: WorkflowRun['rounds'][number]) {
  if (outcome.cause === undefined) return { failed: [], blocked: [] };
  const { failed, blocked } = JSON.parse(outcome.cause) as TaskFailure;
  return { failed: failed.map(({ step }) => step).sort(), blocked };
}

describe('a task that is redriven', () => {
  it.each(['barriers', 'exact'] as const)(
    'runs again what failed or was blocked, and nothing that completed (%s)',
    async (sync) => {
      await fc.assert(
        fc.asyncProperty(
          anyWorkflow,
          fc.integer(),
          arbitraryMost,
          arbitraryRoom,
          async (workflow, seed, most, room) => {
            // The workers of a batch that ends with the first failure leave nothing.
            fc.pre(!workflow.some(({ type, strategy }) => type === 'batch_worker' && strategy === 'fail_fast'));
            const expected = expectedRounds(workflow, room.yields);
            const run = await runWorkflow(workflow, {
              seed,
              sync,
              redrives: REDRIVES,
              most,
              ...room,
            });
            expect(run.rounds.map(({ outcome }) => outcome.status)).toEqual(expected.map(({ status }) => status));

            const done = new Set<string>();
            const counts = new Map<string, number>();
            expected.forEach((round, index) => {
              const actual = run.rounds[index]!;
              for (const [name, { state, numbers, saw }] of round.steps) {
                const before = counts.get(name) ?? 0;
                const runs = (run.runs.get(name) ?? []).slice(before, actual.runs.get(name) ?? 0);
                // Each runs with the attempts of a first run, and sees the results of its ancestors.
                expect([name, runs.map(({ attempt }) => attempt)]).toEqual([name, done.has(name) ? [] : numbers]);
                for (const each of runs) expect([name, each.saw]).toEqual([name, saw]);
                counts.set(name, before + runs.length);
                if (state === 'complete') done.add(name);
              }
              const batches = [...workersIn(workflow).values()].map(({ template }) => template);
              for (const name of batches) if (round.steps.get(name)?.state === 'complete') markWorkers(name);
              const inState = (wanted: string) =>
                [...round.steps].flatMap(([name, { state }]) => (state === wanted ? [name] : []));
              const { failed, blocked } = endOf(actual);
              expect(blocked).toEqual(round.status === 'FAILED' ? inState('blocked').sort() : []);
              if (round.status === 'FAILED')
                expect(inState('failed').filter((name) => !batches.includes(name))).toEqual(
                  expect.arrayContaining(failed),
                );
            });
            function markWorkers(template: string): void {
              for (const [worker, { template: of }] of workersIn(workflow)) if (of === template) done.add(worker);
            }

            // The view of the whole history tells the last state of each step.
            const view = new ExecutionView(wholeDefinition(run.compiled));
            for (const event of run.joined) view.apply(event);
            const last = expected.at(-1)!;
            const words = { complete: 'complete', failed: 'error', blocked: 'pending', skipped: 'pending' } as const;
            for (const { name, state, blocked, skipped } of view.steps()) {
              const settled = last.steps.get(name);
              if (settled === undefined || workersIn(workflow).has(name)) continue;
              expect([name, state]).toEqual([name, words[settled.state]]);
              expect([name, blocked ?? false, skipped ?? false]).toEqual([
                name,
                settled.state === 'blocked',
                settled.state === 'skipped',
              ]);
            }
          },
        ),
        { numRuns, endOnFailure: !fuzzing },
      );
    },
    3_600_000,
  );
});
