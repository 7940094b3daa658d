import { describe, expect, it } from 'vitest';
import { retriersOf, serviceRetrier, yieldRetrier } from '../../lib/asl/run/retriers.ts';
import { delaysOf, retriesOf } from '../../lib/flow/retries.ts';
import type { Backoff, RetryPolicy } from '../../lib/template/task-template.ts';

function policy(backoff: Backoff, maxAttempts: number, baseMs = 2000, maxMs = 30_000, retryable = true): RetryPolicy {
  return { retryable, maxAttempts, backoff, baseMs, maxMs };
}

describe('delaysOf', () => {
  it.each([
    ['none', [1, 1, 1, 1, 1]],
    ['linear', [2, 4, 6, 8, 10]],
    ['exponential', [2, 4, 8, 16, 30]],
    ['fibonacci', [2, 2, 4, 6, 10]],
  ] as const)('%s', (backoff, delays) => {
    expect(delaysOf(policy(backoff, 6))).toEqual(delays);
  });

  it('rounds base and cap up to whole seconds, at least 1', () => {
    expect(delaysOf(policy('exponential', 4, 100, 1500))).toEqual([1, 2, 2]);
    expect(delaysOf(policy('linear', 3, 1001))).toEqual([2, 4]);
  });

  it('stays finite for a hundred attempts', () => {
    expect(Math.max(...delaysOf(policy('exponential', 100, 1000, 3_600_000)))).toBe(3600);
    expect(Math.max(...delaysOf(policy('fibonacci', 100, 1000, 3_600_000)))).toBe(3600);
  });

  it('has no delay for a step that runs once', () => {
    expect(delaysOf(policy('exponential', 1))).toEqual([]);
    expect(delaysOf(policy('exponential', 5, 2000, 30_000, false))).toEqual([]);
  });
});

describe('retriersOf', () => {
  it('retries nothing that the runtime raised but checkpoints, gives service faults a budget of their own, and ends with the policy', () => {
    expect(retriersOf(retriesOf(policy('exponential', 3)))).toEqual([
      { ErrorEquals: ['PermanentError', 'AttemptsExhaustedError', 'RetryAfterError'], MaxAttempts: 0 },
      yieldRetrier,
      serviceRetrier,
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 2, JitterStrategy: 'FULL' },
    ]);
  });

  it('leaves only checkpoints and service faults to a step that runs once', () => {
    expect(retriersOf(retriesOf(policy('linear', 1)))).toEqual([yieldRetrier, serviceRetrier]);
  });

  it('waits no longer than the policy says at most, and as long as it says first', () => {
    for (const backoff of ['none', 'linear', 'exponential', 'fibonacci'] as const) {
      for (let attempts = 2; attempts <= 12; attempts++) {
        for (const [base, cap] of [
          [100, 1000],
          [2000, 30_000],
          [1500, 4000],
          [10_000, 5000],
        ] as const) {
          const one = policy(backoff, attempts, base, cap);
          const {
            IntervalSeconds = 1,
            BackoffRate = 2,
            MaxDelaySeconds = Infinity,
            MaxAttempts = 3,
          } = retriersOf(retriesOf(one)).at(-1)!;
          const native = Array.from({ length: MaxAttempts }, (_, n) =>
            Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds),
          );
          const delays = delaysOf(one);
          expect(native).toHaveLength(delays.length);
          expect(native[0]).toBe(delays[0]);
          expect(Math.max(...native)).toBeLessThanOrEqual(Math.max(...delays));
          expect(MaxDelaySeconds).toBeGreaterThan(IntervalSeconds);
          if (backoff === 'exponential' || backoff === 'none') expect(native).toEqual(delays);
        }
      }
    }
  });
});
