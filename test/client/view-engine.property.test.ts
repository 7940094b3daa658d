import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isParked } from '../../lib/contract/parked-result.ts';
import { ExecutionView } from '../../lib/client/view/execution-view.ts';
import type { StepView } from '../../lib/client/view/step-view.ts';
import { at, lookUp } from '../../lib/lookup.ts';
import { viewExecution } from '../../lib/client/view/view-execution.ts';
import type { StateMachine, SubMachine } from '../../lib/states-language/types.ts';
import {
  anyWorkflow,
  arbitraryDecisions,
  arbitraryMost,
  arbitraryRoom,
  arbitraryWorkflow,
} from '../support/arbitrary-workflow.ts';
import { settle } from '../support/reference-executor.ts';
import { runWorkflow, workersIn, type HandlerRun, type WorkflowRun } from '../support/run-workflow.ts';
import { withoutLinks } from './make-history.ts';

const numRuns = process.env['FUZZ'] === undefined ? 40 : 500;

/** Workflows that one execution runs, and whose steps are those of the template. */
const withoutBatches = fc.oneof(arbitraryWorkflow, arbitraryDecisions);

describe('the view of a history that the engine wrote', () => {
  it('tells what has happened, whatever the graph and the failures', async () => {
    await fc.assert(
      fc.asyncProperty(withoutBatches, fc.integer(), fc.boolean(), async (workflow, seed, busy) => {
        const { compiled, history, failure, runs } = await runWorkflow(workflow, { seed, throttled: everyOther(busy) });
        const failed = new Set((failure?.failed ?? []).map((one) => one.step));
        const blocked = new Set((failure?.blocked ?? []) as readonly string[]);
        const view = viewExecution({ definition: compiled.definition, events: history });
        const settled = settle(workflow).steps;
        const waits = (name: string) => blocked.has(name) || settled.get(name)!.state === 'skipped';
        for (const { name, state, ...step } of view) {
          expect(state).toBe(failed.has(name) ? 'error' : waits(name) ? 'pending' : 'complete');
          expect(step.skipped ?? false).toBe(settled.get(name)!.state === 'skipped');
          expect(step.skippedBy === undefined || step.skippedBy.length > 0).toBe(true);
          expect(step.undecided).toBeUndefined();
          expect(step.blocked ?? false).toBe(blocked.has(name));
          expect(step.attempts).toBe(attemptsOf(lookUp(runs, name)));
          expect(step.checkpoint?.itemsProcessed ?? 0).toBeLessThanOrEqual(lookUp(runs, name).at(-1)?.yields ?? 0);
        }
        for (const step of view) {
          if (step.state === 'complete')
            expect(isParked(step.result!) || step.result!['from'] === step.name).toBe(true);
          if (step.state === 'error') expect(step.error).toBeDefined();
          expect(step.startedAt === undefined).toBe(step.state === 'pending');
        }
        expectEveryAttempt(view, runs);
        expectEveryWait(view, history[0]!.timestamp * 1000);
        const bare = viewExecution({
          definition: compiled.definition,
          events: withoutLinks(history, statesWithin(compiled.definition)),
        });
        const known = (steps: typeof view) =>
          steps.map(({ name, state, result, blockedBy, skippedBy }) => ({
            name,
            state,
            result,
            blockedBy,
            skippedBy,
          }));
        expect(known(bare)).toEqual(known(view));
      }),
      { numRuns },
    );
  }, 600_000);

  it.each(['barriers', 'exact'] as const)(
    'tells of workers too, of parts that run by themselves, and of steps that go on elsewhere (%s)',
    async (sync) => {
      await fc.assert(
        fc.asyncProperty(
          anyWorkflow,
          fc.integer(),
          arbitraryMost,
          arbitraryRoom,
          async (workflow, seed, most, room) => {
            const { rounds } = await runWorkflow(workflow, { seed, sync, most, ...room });
            const { steps: settled, open } = settle(workflow, room.yields);
            const workers = workersIn(workflow);
            const batches = new Set([...workers].flatMap(([name, { template }]) => (known(name) ? [template] : [])));
            const view = at(rounds, 0).steps.filter(({ name }) => !open.has(name));
            const created = [...settled].filter(([name, { state }]) => state !== 'skipped' && !batches.has(name));
            // Of a batch that ended early, the workers that it did not come to are told of as well.
            const isSure = (name: string) => workers.get(name)?.mayEndEarly !== true;
            const sorted = (names: readonly string[]) => names.filter(isSure).sort();
            expect(sorted(view.map(({ name }) => name))).toEqual(sorted(created.map(([name]) => name)));

            for (const step of view.filter(({ name }) => settled.has(name))) {
              const { state, attempts, yields } = lookUp(settled, step.name);
              const told = { state: STATES[state], blocked: state === 'blocked', hasBegun: state !== 'blocked' };
              const { name, blocked = false, startedAt, completedAt, history } = step;
              expect([name, { state: step.state, blocked, hasBegun: startedAt !== undefined }]).toEqual([name, told]);
              expect([name, completedAt !== undefined]).toEqual([name, told.hasBegun]);
              if (state === 'complete') expect(isParked(step.result!) || step.result!['from'] === name).toBe(true);
              if (state === 'failed') expect(step.error).toBeDefined();
              const { runs } = workers.get(name) ?? workflow.find((other) => other.name === name)!;
              // What is tried again where a step goes on elsewhere is in the history of that execution alone.
              const isElsewhere = room.yields !== undefined && runs.includes('yield');
              if (isElsewhere && (runs.includes('crash') || runs.includes('timeout'))) continue;
              const ran = attempts - (yields.at(-1) ?? 0);
              const counted = history.filter(({ error }) => error?.message.startsWith('All ') !== true).length;
              expect([name, step.attempts, counted]).toEqual([name, ran, ran]);
            }

            function known(name: string): boolean {
              return settled.has(name) || open.has(name);
            }
          },
        ),
        { numRuns: Math.ceil(numRuns / 2), endOnFailure: process.env['FUZZ'] === undefined },
      );
    },
    600_000,
  );

  it('foresees, event by event, no retry later than it comes', async () => {
    await fc.assert(
      fc.asyncProperty(withoutBatches, fc.integer(), fc.boolean(), async (workflow, seed, busy) => {
        const { compiled, history } = await runWorkflow(workflow, { seed, throttled: everyOther(busy) });
        const view = new ExecutionView(compiled.definition);
        let before = view.steps();
        for (const event of history) {
          view.apply(event);
          const after = view.steps();
          after.forEach((step, index) => {
            const was = before[index]!;
            // What has settled stays so; an attempt comes in the time that was foreseen.
            if (was.state === 'complete' || was.state === 'error') expect(step.state).toBe(was.state);
            // What a decision has made of a step is final.
            if (was.undecided !== true) expect(step.undecided).toBeUndefined();
            if (was.undecided !== true) expect(step.skipped).toBe(was.skipped);
            if (step.attempts > was.attempts && was.nextRetryAt !== undefined) {
              expect(event.timestamp * 1000).toBeLessThanOrEqual(Date.parse(was.nextRetryAt) + 1);
            }
          });
          before = after;
        }
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  }, 600_000);
});

const STATES = { complete: 'complete', failed: 'error', blocked: 'pending', skipped: 'pending' } as const;

/** A run after a yield goes on with its attempt. */
function attemptsOf(runs: readonly HandlerRun[]): number {
  return runs.length - (runs.at(-1)?.yields ?? 0);
}

/** As many attempts as the handler had runs, each after the one before it, and the waits between them. */
function expectEveryAttempt(view: readonly StepView[], runs: WorkflowRun['runs']): void {
  for (const { name, history, state } of view) {
    // An invocation that the runtime refused, since the attempts were used up, looks like a run.
    const ran = history.filter(({ error }) => error?.message.startsWith('All ') !== true);
    expect(ran).toHaveLength(attemptsOf(lookUp(runs, name)));
    history.forEach((attempt, index) => {
      const before = history[index - 1];
      expect(attempt.attempt).toBe(index + 1);
      expect(Date.parse(attempt.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(attempt.scheduledAt));
      if (before === undefined) return;
      expect(before.state).toBe('error');
      expect(before.error).toBeDefined();
      expect(Date.parse(attempt.scheduledAt) - attempt.waitedMs).toBeGreaterThanOrEqual(
        Date.parse(before.endedAt ?? ''),
      );
    });
    if (state === 'complete') expect(history.at(-1)?.state).toBe('complete');
  }
}

/** In the engine's own time nothing else takes any: whatever lies between dependencies and start is a wait that is told. */
function expectEveryWait(view: readonly StepView[], begun: number): void {
  const byName = new Map(view.map((step) => [step.name, step]));
  const time = (iso: string | undefined) => Date.parse(iso ?? '');
  // A decision passes a step over as soon as all that the step depends on has settled.
  const settled = (name: string): number => {
    const { completedAt, dependencies } = lookUp(byName, name);
    return completedAt === undefined ? Math.max(begun, ...dependencies.map(settled)) : time(completedAt);
  };
  for (const { dependencies, startedAt, waits = [], name } of view) {
    if (startedAt === undefined) {
      expect(waits).toEqual([]);
      continue;
    }
    const ready = Math.max(begun, ...dependencies.map(settled));
    const barriers = waits.filter(({ kind }) => kind === 'barrier');
    if (ready === time(startedAt)) expect(barriers).toEqual([]);
    else
      expect(
        waits.map(({ from, to }) => [time(from), time(to)]),
        name,
      ).toEqual([[ready, time(startedAt)]]);
    for (const { from, for: names } of barriers) {
      expect(names.length).toBeGreaterThan(0);
      for (const other of names) expect(time(lookUp(byName, other).completedAt)).toBeGreaterThan(time(from));
    }
  }
}

/** Lambda throttles every other invocation of a step: no run of its handler. */
const everyOther = (busy: boolean) => (_: unknown, invocation: number) => busy && invocation % 2 === 1;

/** Names of all states within branches. */
function statesWithin(machine: StateMachine | SubMachine): ReadonlySet<string> {
  const names = new Set<string>();
  for (const state of Object.values(machine.States)) {
    const inner = state.Type === 'Parallel' ? state.Branches : state.Type === 'Map' ? [state.ItemProcessor!] : [];
    for (const one of inner) {
      for (const name of [...Object.keys(one.States), ...statesWithin(one)]) names.add(name);
    }
  }
  return names;
}
