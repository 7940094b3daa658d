import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDone, type StepView } from '../../lib/client/view/step-view.ts';
import { BATCH_STOPPED } from '../../lib/contract/continuation.ts';
import type { StepRepair, TaskRepair } from '../../lib/client/repair/plan-repair.ts';
import type { JsonObject } from '../../lib/json.ts';
import {
  anyWorkflow,
  arbitraryMost,
  arbitraryRoom,
  generator,
  type WorkflowStep,
} from '../support/arbitrary-workflow.ts';
import { eventsOf, settle, workersOf, type Before, type Settled } from '../support/reference-executor.ts';
import { type HandlersSoFar, outcomeOf, type PlannedWorker, runWorkflow, workersIn } from '../support/run-workflow.ts';

const fuzzing = process.env['FUZZ'] !== undefined;
const numRuns = fuzzing ? 10_000 : 25;
const ROUNDS = 4;

/** What an operator may do to a step as it stands, sometimes to nobody's good. */
function actionOn({ name, state }: StepView, draw: number, result: JsonObject): StepRepair | undefined {
  if (isDone(state)) return undefined;
  if (state === 'error' && draw < 0.35) return { step: name, action: 'reset_for_retry' };
  if (draw < (state === 'error' ? 0.6 : 0.04)) return { step: name, action: 'resolve_manually' };
  if (draw < (state === 'error' ? 0.85 : 0.08)) return { step: name, action: 'complete_manually', result };
  return undefined;
}

/** What an operator knows: what was done to which steps, and how often their handlers had run. */
class Ledger {
  readonly #workflow: readonly WorkflowStep[];
  /** Steps that an operator has settled: for good. */
  readonly settled = new Map<string, 'complete' | 'resolved'>();
  readonly #complete = new Set<string>();
  readonly #failed = new Set<string>();
  /** Failed workers that their batch has gone on without: no redrive runs them again. */
  readonly #leftBehind = new Set<string>();
  /** Failed steps that nobody has repaired. */
  #held: ReadonlySet<string> = new Set();
  readonly #runs = new Map<string, number>();

  readonly #workers: ReadonlyMap<string, PlannedWorker>;

  constructor(workflow: readonly WorkflowStep[]) {
    this.#workflow = workflow;
    this.#workers = workersIn(workflow);
  }

  /** The workflow as it stands for the next round. */
  workflow(): readonly WorkflowStep[] {
    const left = (name: string, runs: WorkflowStep['runs']) => runs.slice(this.#runs.get(name) ?? 0);
    return this.#workflow.map((step) => {
      const before = this.before(step.name);
      const { isWrong, placeholder, work, ...rest } = step;
      const isSettled = this.settled.get(step.name);
      const outcome =
        isSettled === 'resolved' ? { names: [] } : { ...(work && { work }), ...(placeholder && { placeholder }) };
      const now: WorkflowStep = {
        ...rest,
        ...outcome,
        // What an operator says can be followed.
        ...(isWrong !== undefined && isSettled === undefined && { isWrong }),
        ...(before !== undefined && step.type !== 'batch_worker' && { before }),
        runs: left(step.name, step.runs),
      };
      if (step.type !== 'batch_worker') return now;
      const found = this.#workflow.find(
        (other) => other.type === 'batchable' && step.dependencies.includes(other.name),
      )!;
      const own = workersOf(found, step);
      return {
        ...now,
        workerRuns: own.map(({ name, runs }) => left(name, runs)),
        workersBefore: own.map(({ name }) => this.before(name)),
      };
    });
  }

  /** Takes down what came of a round. @param views How the workers stand of whom that is left open @param handlers What those did */
  settle({ steps, open }: Settled, views: readonly StepView[], { runs, kept }: HandlersSoFar): void {
    for (const [name, { state, attempts }] of steps) {
      this.#runs.set(name, (this.#runs.get(name) ?? 0) + attempts);
      if (state === 'complete') this.#complete.add(name);
      if (state === 'failed') this.#failed.add(name);
      else this.#failed.delete(name);
      const isLeftBehind =
        state === 'failed' && steps.get(this.#workers.get(name)?.template ?? '')?.state === 'complete';
      if (isLeftBehind) this.#leftBehind.add(name);
      else this.#leftBehind.delete(name);
    }
    for (const name of open.keys()) {
      const view = views.find((step) => step.name === name);
      this.#runs.set(name, runs.get(name) ?? 0);
      // Who was ended in the middle of its work, and has kept what came of it, does not run again either.
      if (view?.state === 'complete' || kept.has(name)) this.#complete.add(name);
      if (view?.state === 'error' && view.error?.code !== BATCH_STOPPED) this.#failed.add(name);
      else this.#failed.delete(name);
    }
  }

  /** Whether a worker of the batch has failed, and nobody has repaired it: then none of it runs. */
  isStopped(batch: string, workers: ReadonlyMap<string, PlannedWorker>): boolean {
    return [...this.#held].some((name) => workers.get(name)?.template === batch);
  }

  /** Takes down what an operator does next. */
  repair(repair: TaskRepair | 'redrive'): void {
    const again = () => [...this.#failed].filter((name) => !this.#leftBehind.has(name));
    const named = new Set(repair === 'redrive' ? again() : repair.actions.map(({ step }) => step));
    this.#held = new Set([...this.#failed].filter((name) => !named.has(name)));
    if (repair === 'redrive') return;
    for (const { step, action } of repair.actions) {
      if (action !== 'reset_for_retry') this.settled.set(step, action === 'resolve_manually' ? 'resolved' : 'complete');
    }
  }

  /** How a step stands before the next round. */
  before(name: string): Before | undefined {
    const settled = this.settled.get(name);
    if (settled !== undefined) return settled;
    if (this.#complete.has(name)) return 'complete';
    return this.#held.has(name) ? 'failed' : undefined;
  }
}

/** What a step is like that does its work at once. */
const plain = {
  ...{ backoff: 'none' as const, baseMs: 100, maxMs: 1000, timeoutSeconds: 5, durationMs: 0, retryAfterSeconds: 1 },
  ...{ runs: [], maxAttempts: 1, retryable: true },
};

describe('a task that is repaired', () => {
  it.each(['barriers', 'exact'] as const)(
    'runs what was reset or waited for it, with the results of the operator, and nothing else (%s)',
    async (sync) => {
      await fc.assert(
        fc.asyncProperty(
          anyWorkflow,
          fc.integer(),
          arbitraryMost,
          arbitraryRoom,
          fc.array(fc.constantFrom(0, 0, 0, 5_000, 60_000, 250_000), { minLength: 1, maxLength: 7 }),
          async (workflow, seed, most, room, sizes) => {
            const draw = generator(seed);
            const ledger = new Ledger(workflow);
            const workers = workersIn(workflow);
            const byName = new Map(workflow.map((step) => [step.name, step]));
            const expected = [settle(ledger.workflow(), room.yields)];
            fc.pre(expected[0]!.status === 'FAILED');
            /** By round: the steps that an operator has settled by then, and how. */
            const settled: ReadonlyMap<string, 'complete' | 'resolved'>[] = [new Map()];
            /** By round: the workers that must not run in it, though how far those come that do is left open. */
            const idle: ReadonlySet<string>[] = [new Set()];

            // The workers of a batch that ends with the first failure leave nothing that a redrive could read.
            const mayRedrive = !workflow.some(({ strategy }) => strategy === 'fail_fast');
            const repair = (
              steps: readonly StepView[],
              round: number,
              handlers: HandlersSoFar,
            ): TaskRepair | 'redrive' | undefined => {
              ledger.settle(expected.at(-1)!, steps, handlers);
              if (round >= ROUNDS) return undefined;
              const resultOf = (name: string): JsonObject => {
                const step = byName.get(name);
                return { from: name, by: 'hand', ...(step && outcomeOf({ ...step, wrong: undefined })) };
              };
              const chosen = steps.flatMap((step) => actionOn(step, draw(), resultOf(step.name)) ?? []);
              const first = steps.find(({ state }) => state === 'error')!;
              const actions = chosen.length > 0 ? chosen : [{ step: first.name, action: 'reset_for_retry' as const }];
              const next = draw() < 0.15 && mayRedrive ? 'redrive' : { by: 'an operator', reason: 'a test', actions };
              ledger.repair(next);
              expected.push(settle(ledger.workflow(), room.yields));
              settled.push(new Map(ledger.settled));
              const mustNotRun = ([name, { template }]: readonly [string, PlannedWorker]) =>
                ledger.before(name) !== undefined || ledger.isStopped(template, workers);
              idle.push(new Set([...workers].filter(mustNotRun).map(([name]) => name)));
              return next;
            };
            const run = await runWorkflow(workflow, {
              seed,
              sync,
              repair,
              most,
              ballast: (step) => 'ü'.repeat(sizes[workflow.findIndex(({ name }) => name === step) % sizes.length]!),
              ...room,
            });
            expect(run.rounds.map(({ outcome }) => outcome.status)).toEqual(expected.map(({ status }) => status));

            const counts = new Map<string, number>();
            expected.forEach((round, index) => {
              const actual = run.rounds[index]!;
              for (const [name, { numbers, saw }] of round.steps) {
                const before = counts.get(name) ?? 0;
                const runs = (run.runs.get(name) ?? []).slice(before, actual.runs.get(name) ?? 0);
                expect([index, name, runs.map(({ attempt }) => attempt)]).toEqual([index, name, numbers]);
                for (const each of runs) expect([index, name, each.saw]).toEqual([index, name, saw]);
                counts.set(name, before + runs.length);
              }
              for (const [name, { numbers, saw }] of round.open) {
                const before = counts.get(name) ?? 0;
                const runs = (run.runs.get(name) ?? []).slice(before, actual.runs.get(name) ?? 0);
                const most = idle[index]!.has(name) ? 0 : runs.length;
                expect([index, name, runs.map(({ attempt }) => attempt)]).toEqual([
                  index,
                  name,
                  numbers.slice(0, most),
                ]);
                for (const each of runs) expect([index, name, each.saw]).toEqual([index, name, saw]);
                counts.set(name, before + runs.length);
              }
            });

            // What each attempt comes to is published once, in whichever round.
            for (const [name] of expected[0]!.steps) {
              const rounds = expected.map(({ steps }) => steps.get(name));
              const step = byName.get(workers.get(name)?.template ?? name)!;
              // How far the workers come is left open in some.
              if (rounds.includes(undefined)) continue;
              const published = rounds.flatMap((round) => eventsOf(step, round!));
              expect([name, [...(run.events.get(name) ?? [])].sort()]).toEqual([name, published.sort()]);
            }
            expect(new Set(run.eventIds).size).toBe(run.eventIds.length);

            // After each round, all executions together tell how each step stands.
            const batches = new Set([...workers.values()].map(({ template }) => template));
            const words = { complete: 'complete', failed: 'error', blocked: 'pending', skipped: 'pending' } as const;
            expected.forEach((round, index) => {
              const told = new Map(run.rounds[index]!.steps.map((step) => [step.name, step]));
              for (const [name, { state }] of round.steps) {
                if (batches.has(name)) continue;
                const byHand = settled[index]!.get(name);
                const isThere = state !== 'skipped';
                const wanted =
                  byHand === undefined ? words[state] : byHand === 'resolved' ? 'resolved_manually' : byHand;
                const isBlocked = state === 'blocked' && byHand === undefined;
                const { state: is, blocked = false } = told.get(name) ?? {};
                expect([index, name, is, blocked]).toEqual([index, name, isThere ? wanted : undefined, isBlocked]);
              }
            });
          },
        ),
        { numRuns, endOnFailure: !fuzzing },
      );
    },
    3_600_000,
  );

  it('stays as the operator has said, whoever reads the children of an earlier run once more', async () => {
    const workflow: readonly WorkflowStep[] = [
      {
        ...plain,
        name: 'find',
        type: 'batchable',
        dependencies: [],
        work: { template: 'work', parts: ['1', '2', '3'] },
      },
      {
        ...{
          ...plain,
          name: 'work',
          type: 'batch_worker',
          dependencies: ['find'],
          strategy: 'isolate',
          parallelism: 2,
        },
        workerRuns: [[], ['permanent'], []],
      },
    ];
    const actions: readonly StepRepair[] = [{ step: 'work_2', action: 'resolve_manually' }];
    const { rounds } = await runWorkflow(workflow, {
      workers: 1,
      repair: (_, round) => (round === 0 ? { by: 'an operator', reason: 'a test', actions } : undefined),
    });
    const states = rounds.map(({ steps }) => steps.map(({ name, state }) => `${name} ${state}`));
    expect(states[0]).toContain('work_2 error');
    expect(states[1]).toEqual(['find complete', 'work_1 complete', 'work_2 resolved_manually', 'work_3 complete']);
  });

  it.each([undefined, 1])('does not run a worker again that its batch has gone on without (%s)', async (workers) => {
    const workflow: readonly WorkflowStep[] = [
      { ...plain, name: 'find', type: 'batchable', dependencies: [], work: { template: 'work', parts: ['1', '2'] } },
      {
        ...{ ...plain, name: 'work', type: 'batch_worker', dependencies: ['find'] },
        ...{ strategy: 'continue_on_failure', parallelism: 1, workerRuns: [[], ['permanent']] },
      },
      { ...plain, name: 'late', dependencies: ['work'], runs: ['permanent', 'permanent'] },
    ];
    const actions: readonly StepRepair[] = [{ step: 'late', action: 'reset_for_retry' }];
    const { rounds, runs } = await runWorkflow(workflow, {
      workers,
      repair: (_, round) => (round === 0 ? 'redrive' : { by: 'an operator', reason: 'a test', actions }),
    });
    const left = ['find complete', 'work_1 complete', 'work_2 error'];
    expect(rounds.map(({ steps }) => steps.map(({ name, state }) => `${name} ${state}`))).toEqual(
      ['late error', 'late error', 'late complete'].map((late) => [...left, late]),
    );
    expect([...runs].map(([name, { length }]) => [name, length])).toContainEqual(['work_2', 1]);
  });

  it.each([
    [undefined, 2],
    [1, 1],
  ])(
    'keeps what a worker of a large batch did when the failure of another one had ended it (%s)',
    async (workers, ran) => {
      const workflow: readonly WorkflowStep[] = [
        { ...plain, name: 'find', type: 'batchable', dependencies: [], work: { template: 'work', parts: ['1', '2'] } },
        {
          ...{ ...plain, name: 'work', type: 'batch_worker', dependencies: ['find'], durationMs: 1000 },
          ...{ strategy: 'fail_fast', parallelism: 50, workerRuns: [['permanent'], []] },
        },
      ];
      const actions: readonly StepRepair[] = [{ step: 'work_1', action: 'reset_for_retry' }];
      const { rounds, runs } = await runWorkflow(workflow, {
        workers,
        repair: () => ({ by: 'an operator', reason: 'a test', actions }),
      });
      expect(rounds.map(({ steps }) => steps.map(({ name, state }) => `${name} ${state}`))).toEqual([
        ['find complete', 'work_1 error', 'work_2 cancelled'],
        ['find complete', 'work_1 complete', 'work_2 complete'],
      ]);
      expect([...runs].map(([name, { length }]) => [name, length])).toContainEqual(['work_2', ran]);
    },
  );

  it('tells that what follows a step completed by hand is blocked while what blocked that step is not repaired', async () => {
    const workflow: readonly WorkflowStep[] = [
      { ...plain, name: 'charge', dependencies: [], runs: ['permanent'] },
      { ...plain, name: 'pack', dependencies: ['charge'] },
      { ...plain, name: 'send', dependencies: ['pack'] },
    ];
    const repairs: readonly StepRepair[] = [
      { step: 'pack', action: 'complete_manually', result: { from: 'pack' } },
      { step: 'charge', action: 'reset_for_retry' },
    ];
    const { rounds, runs } = await runWorkflow(workflow, {
      repair: (_, round) => ({ by: 'an operator', reason: 'a test', actions: repairs.slice(round, round + 1) }),
    });
    const told = rounds.map(({ steps }) => steps.map(({ name, state, blockedBy }) => [name, state, blockedBy]));
    expect(told).toEqual([
      [
        ['charge', 'error', undefined],
        ['pack', 'pending', ['charge']],
        ['send', 'pending', ['charge']],
      ],
      [
        ['charge', 'error', undefined],
        ['pack', 'complete', undefined],
        ['send', 'pending', ['charge']],
      ],
      ['charge', 'pack', 'send'].map((name) => [name, 'complete', undefined]),
    ]);
    expect(runs.get('pack')).toEqual([]);
  });

  it('lets a step be repaired once more whose result by hand nobody can follow', async () => {
    const workflow: readonly WorkflowStep[] = [
      { ...plain, name: 'read', dependencies: [] },
      { ...plain, name: 'route', type: 'decision', dependencies: ['read'], runs: ['permanent'], names: ['send'] },
      { ...plain, name: 'send', dependencies: ['route'] },
    ];
    const repairs: readonly StepRepair[] = [
      { step: 'route', action: 'complete_manually', result: { decision_point_outcome: 'send' } },
      { step: 'route', action: 'reset_for_retry' },
    ];
    const { rounds } = await runWorkflow(workflow, {
      repair: (_, round) => ({ by: 'an operator', reason: 'a test', actions: repairs.slice(round, round + 1) }),
    });
    const told = rounds.map(({ steps }) => steps.map(({ name, state }) => `${name} ${state}`));
    expect(told).toEqual([
      ['read complete', 'route error', 'send pending'],
      ['read complete', 'route error', 'send pending'],
      ['read complete', 'route complete', 'send complete'],
    ]);
    const { error } = rounds[1]!.steps[1]!;
    expect(error?.message).toContain('decision_point_outcome');
  });

  it.each([1, 2])(
    'tells every attempt of a step that fails where it goes on from a checkpoint (%i)',
    async (maxAttempts) => {
      const late = {
        durationMs: 2600,
        timeoutSeconds: 5,
        maxAttempts,
        runs: ['yield', 'retryable', 'yield', 'retryable'] as const,
      };
      const { rounds } = await runWorkflow([{ ...plain, name: 'read', dependencies: [], ...late }], {
        yields: { here: 0, apart: 1 },
      });
      const [step] = rounds[0]!.steps;
      expect(step).toMatchObject({ state: 'error', attempts: maxAttempts });
      expect(step!.history).toHaveLength(maxAttempts);
    },
  );

  it.each(['complete_manually', 'resolve_manually'] as const)(
    'keeps what an operator has settled that is skipped for now, and is named later (%s)',
    async (action) => {
      const workflow: readonly WorkflowStep[] = [
        { ...plain, name: 'read', dependencies: [], runs: ['permanent'] },
        { ...plain, name: 'find', type: 'batchable', dependencies: ['read'] },
        { ...plain, name: 'route', type: 'decision', dependencies: ['read'], runs: ['permanent'], names: ['send'] },
        {
          ...{ ...plain, name: 'work', type: 'batch_worker', dependencies: ['find', 'route'] },
          ...{ strategy: 'isolate', parallelism: 1, workerRuns: [] },
        },
        { ...plain, name: 'send', dependencies: ['work'] },
      ];
      const settled = { step: 'send', action, result: { from: 'send' } } as StepRepair;
      const repairs: readonly (readonly StepRepair[])[] = [
        [{ step: 'read', action: 'reset_for_retry' }, settled],
        [{ step: 'route', action: 'reset_for_retry' }],
      ];
      const { rounds, runs } = await runWorkflow(workflow, {
        repair: (_, round) => ({ by: 'an operator', reason: 'a test', actions: repairs[round] ?? [] }),
      });
      expect(rounds.map(({ steps }) => steps.map(({ name, state }) => `${name} ${state}`))).toEqual([
        ['read error', 'find pending', 'route pending', 'work pending', 'send pending'],
        ['read complete', 'find complete', 'route error'],
        [
          ...['read complete', 'find complete', 'route complete'],
          action === 'resolve_manually' ? 'send resolved_manually' : 'send complete',
        ],
      ]);
      expect(runs.get('send')).toEqual([]);
    },
  );
});
