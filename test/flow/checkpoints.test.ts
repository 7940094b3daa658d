import { describe, expect, it } from 'vitest';
import { SERVICE_LIMITS } from '../../lib/asl/measure-program.ts';
import { executionsApart } from '../../lib/flow/yields.ts';
import { ExecutionView } from '../../lib/client/index.ts';
import { Limit } from '../../lib/states-language/limits.ts';
import type { WorkflowStep } from '../support/arbitrary-workflow.ts';
import type { Run } from '../support/reference-executor.ts';
import { settle } from '../support/reference-executor.ts';
import { runWorkflow } from '../support/run-workflow.ts';

function step(name: string, runs: readonly Run[], more: Partial<WorkflowStep> = {}): WorkflowStep {
  return {
    name,
    dependencies: [],
    retryable: true,
    maxAttempts: 3,
    runs,
    backoff: 'none',
    baseMs: 1000,
    maxMs: 1000,
    timeoutSeconds: 30,
    durationMs: 4000,
    retryAfterSeconds: 1,
    ...more,
  };
}

const yields = (times: number): readonly Run[] => Array.from({ length: times }, () => 'yield');

describe('a step that yields at checkpoints', () => {
  it('goes on over as many invocations as it takes, as one attempt', async () => {
    const { history, outcome, runs, compiled } = await runWorkflow([step('load', yields(200))]);
    expect(outcome.status).toBe('SUCCEEDED');
    const ran = runs.get('load')!;
    expect(ran.map((run) => run.yields)).toEqual(Array.from({ length: 201 }, (_, index) => index));
    expect(new Set(ran.map(({ attempt }) => attempt))).toEqual(new Set([1]));
    const view = new ExecutionView(compiled.definition);
    for (const event of history) view.apply(event);
    const [load] = view.steps();
    expect(load).toMatchObject({ state: 'complete', attempts: 1 });
    expect(load?.history).toHaveLength(1);
    expect(load?.checkpoint?.itemsProcessed).toBeGreaterThan(190);
  });

  it('is seen to come on while it runs', async () => {
    const { history, compiled } = await runWorkflow([step('load', yields(30))]);
    const view = new ExecutionView(compiled.definition);
    const seen = new Set<number>();
    for (const event of history) {
      view.apply(event);
      const [load] = view.steps();
      if (load?.state === 'in_progress') seen.add(load.checkpoint?.itemsProcessed ?? 0);
      expect(load?.attempts ?? 0).toBeLessThanOrEqual(1);
      expect(load?.error).toBeUndefined();
    }
    expect([...seen].length).toBeGreaterThan(3);
    expect([...seen].sort((a, b) => a - b)).toEqual([...seen]);
  });

  it('keeps its checkpoint over failures, crashes and timeouts', async () => {
    const runs: readonly Run[] = [...yields(3), 'crash', 'yield', 'timeout', ...yields(2), 'retryable', ...yields(4)];
    const run = await runWorkflow([step('load', runs, { maxAttempts: 4 })]);
    expect(run.outcome.status).toBe('SUCCEEDED');
    expect(run.runs.get('load')!.map((each) => each.yields)).toEqual([0, 1, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 9, 10]);
    expect(run.runs.get('load')!.at(-1)!.attempt).toBe(2);
  });

  it('goes on from its checkpoint when a failed task is redriven', async () => {
    const first = step('first', ['yield', 'permanent', 'yield']);
    const load = step('load', [...yields(3), 'permanent', 'yield'], { dependencies: ['first'] });
    const run = await runWorkflow([first, load], { redrives: 2 });
    expect(run.outcome.status).toBe('SUCCEEDED');
    expect(run.runs.get('first')!.map((each) => each.yields)).toEqual([0, 1, 1, 2]);
    expect(run.runs.get('load')!.map((each) => each.yields)).toEqual([0, 1, 2, 3, 3, 4]);
  });

  it('does not hold up what runs beside it, and what follows it waits', async () => {
    const { outcome, spans } = await runWorkflow([
      step('load', yields(20)),
      step('other', []),
      step('after', [], { dependencies: ['load'] }),
    ]);
    expect(outcome.status).toBe('SUCCEEDED');
    expect(spans.get('after')!.start).toBeGreaterThanOrEqual(spans.get('load')!.end);
    expect(spans.get('other')!.end).toBeLessThan(spans.get('load')!.end);
  });

  it('yields ten thousand times in few events, where its runs are short', async () => {
    const { history, outcome } = await runWorkflow([step('load', yields(10_000), { durationMs: 50 })]);
    expect(outcome.status).toBe('SUCCEEDED');
    expect(history.length).toBeLessThan(100);
  });

  describe('for longer than one history has room for', () => {
    const limits = { here: 2, apart: 3 };

    it('goes on in executions of its own, one after the other, as one attempt', async () => {
      const run = await runWorkflow(
        [step('load', yields(20), { durationMs: 12_000 }), step('after', [], { dependencies: ['load'] })],
        {
          yields: limits,
        },
      );
      expect(run.outcome.status).toBe('SUCCEEDED');
      const ran = run.runs.get('load')!;
      expect(ran.map((each) => each.yields)).toEqual(Array.from({ length: 21 }, (_, index) => index));
      expect(new Set(ran.map(({ attempt }) => attempt))).toEqual(new Set([1]));
      expect(run.runs.get('after')![0]!.saw).toEqual(['load']);
      expect(run.children.length).toBeGreaterThan(1);
      const [load] = run.rounds.at(-1)!.steps;
      expect(load).toMatchObject({ name: 'load', state: 'complete', attempts: 1 });
      expect(load?.history).toHaveLength(1);
      expect(load?.checkpoint?.itemsProcessed).toBeGreaterThan(15);
    });

    it.each([
      ['a failure that passes', ['retryable'], 'SUCCEEDED'],
      ['a failure for good', ['permanent'], 'FAILED'],
      ['crashes and timeouts that pass', ['crash', 'timeout'], 'SUCCEEDED'],
      ['crashes to the end', ['crash', 'crash', 'crash', 'crash'], 'FAILED'],
    ] as const)('meets %s there as it would in its own', async (_, failures, status) => {
      const runs: readonly Run[] = [...yields(13), ...failures, ...yields(9)];
      const load = step('load', runs, { durationMs: 12_000 });
      for (const more of [{}, { publishes: true }, { type: undefined, dependencies: ['first'] }]) {
        const steps = [step('first', []), { ...load, ...more }, step('beside', [])];
        const run = await runWorkflow(steps, { yields: limits });
        expect(run.outcome.status).toBe(status);
        const expected = settle(steps, limits).steps.get('load')!;
        expect(run.runs.get('load')!.map((each) => [each.attempt, each.yields])).toEqual(
          expected.numbers.map((attempt, index) => [attempt, expected.yields[index]]),
        );
        const view = run.rounds.at(-1)!.steps.find(({ name }) => name === 'load');
        expect(view?.state).toBe(status === 'FAILED' ? 'error' : 'complete');
      }
    });

    it('yields again and again in invocations of their own, and no history is full', async () => {
      const times = process.env['FUZZ'] === undefined ? 8_500 : 100_000;
      const steps = [step('load', yields(times), { timeoutSeconds: 1, durationMs: 900 })];
      const { outcome, runs, history, children } = await runWorkflow(steps, { yields: SERVICE_LIMITS.yields });
      expect(outcome.status).toBe('SUCCEEDED');
      expect(runs.get('load')).toHaveLength(times + 1);
      expect(history.length).toBeLessThan(60 + times / 800);
      expect(children.map((each) => each.length).every((length) => length <= Limit.historyEvents)).toBe(true);
      expect(children).toHaveLength(executionsApart(times));
    }, 600_000);
  });
});
