import { describe, expect, it } from 'vitest';
import type { WorkflowStep } from '../support/arbitrary-workflow.ts';
import { settle } from '../support/reference-executor.ts';
import { runWorkflow } from '../support/run-workflow.ts';

const STEPS = 100;

/** By shape: what the step of a number depends on. What lies outside of the graph drops out. */
const SHAPES: Readonly<Record<string, (step: number) => readonly number[]>> = {
  'a star': (step) => (step === 0 ? [] : [0]),
  'a fan-in': (step) => (step === STEPS - 1 ? Array.from({ length: STEPS - 1 }, (_, other) => other) : []),
  'full layers': (step) => Array.from({ length: 10 }, (_, other) => (Math.floor(step / 10) - 1) * 10 + other),
  'a grid': (step) => [step - 10, step % 10 === 0 ? -1 : step - 1],
  'a tree': (step) => (step === 0 ? [] : [(step - 1) >> 1]),
  'a tree to one end': (step) => [2 * (step - STEPS / 2), 2 * (step - STEPS / 2) + 1].filter((other) => other < step),
  'lanes that cross': (step) => (step % 7 === 0 ? [step - 10, step - 9] : [step - 10]).filter((other) => other < step),
  'a chain with a step beside each': (step) => [step % 2 === 1 ? step - 1 : step - 2],
  'a chain with a chain beside each': (step) => [step % 3 === 0 ? step - 3 : step - 1],
  'a chain with a step beside each, which all meet': (step) =>
    step === STEPS - 1 ? range(step).filter((other) => other % 2 === 1) : [step % 2 === 1 ? step - 1 : step - 2],
  'a butterfly': (step) => butterfly(Math.floor(step / 16), step % 16),
};

function butterfly(layer: number, place: number): readonly number[] {
  return [place, place ^ (1 << ((layer + 3) % 4))].map((other) => (layer - 1) * 16 + other);
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function stepsOf(shape: string, failing?: number): readonly WorkflowStep[] {
  return range(STEPS).map((step) => ({
    name: `step_${step}`,
    dependencies: [...new Set(SHAPES[shape]!(step))].filter((other) => other >= 0).map((other) => `step_${other}`),
    ...{ retryable: true, maxAttempts: 1, runs: step === failing ? ['permanent' as const] : [], backoff: 'none' },
    ...{ baseMs: 1000, maxMs: 1000, timeoutSeconds: 60, durationMs: 1000, retryAfterSeconds: 1 },
  }));
}

const CASES = Object.keys(SHAPES).flatMap((shape) => (['barriers', 'exact'] as const).map((sync) => ({ shape, sync })));

describe('a hundred steps', () => {
  it.each(CASES)('in $shape, with $sync, do what the reference does', async ({ shape, sync }) => {
    for (const failing of [undefined, STEPS / 4]) {
      const steps = stepsOf(shape, failing);
      const expected = settle(steps);
      const { outcome, runs } = await runWorkflow(steps, { sync });
      expect(outcome.status).toBe(failing === undefined ? 'SUCCEEDED' : 'FAILED');
      for (const [name, { numbers, saw }] of expected.steps) {
        const ran = runs.get(name) ?? [];
        expect([name, ran.map(({ attempt }) => attempt)]).toEqual([name, numbers]);
        if (ran.length > 0) expect([name, [...ran[0]!.saw].sort()]).toEqual([name, [...saw].sort()]);
      }
    }
  });
});
