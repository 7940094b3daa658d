import { describe, expect, it } from 'vitest';
import { isCounted, retriersOf, serviceRetrier } from '../../lib/asl/run/retriers.ts';
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
  it('never retries a permanent error, gives service faults a budget of their own, and ends with the policy', () => {
    expect(retriersOf(retriesOf(policy('exponential', 3)))).toEqual([
      { ErrorEquals: ['PermanentError', 'AttemptsExhaustedError', 'RetryAfterError'], MaxAttempts: 0 },
      serviceRetrier,
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 2,
        MaxAttempts: 2,
        BackoffRate: 2,
        MaxDelaySeconds: 30,
        JitterStrategy: 'FULL',
      },
    ]);
  });

  it('keeps exponential native when the cap is below the base', () => {
    expect(retriersOf(retriesOf(policy('exponential', 3, 10_000, 1000))).at(-1)).toMatchObject({
      IntervalSeconds: 1,
      MaxDelaySeconds: 1,
    });
  });

  it('makes constant and doubling delays native whatever the policy is called', () => {
    expect(retriersOf(retriesOf(policy('none', 4))).at(-1)).toMatchObject({
      IntervalSeconds: 1,
      BackoffRate: 1,
      MaxAttempts: 3,
    });
    expect(retriersOf(retriesOf(policy('fibonacci', 3))).at(-1)).toMatchObject({
      IntervalSeconds: 2,
      BackoffRate: 1,
      MaxAttempts: 2,
    });
    expect(retriersOf(retriesOf(policy('linear', 3))).at(-1)).toMatchObject({
      IntervalSeconds: 2,
      BackoffRate: 2,
      MaxDelaySeconds: 4,
    });
  });

  it('leaves only service faults to the retriers of a counted step or one that runs once', () => {
    expect(isCounted(retriesOf(policy('linear', 5)))).toBe(true);
    expect(retriersOf(retriesOf(policy('linear', 5)))).toEqual([serviceRetrier]);
    expect(isCounted(retriesOf(policy('linear', 1)))).toBe(false);
    expect(retriersOf(retriesOf(policy('linear', 1)))).toEqual([serviceRetrier]);
  });

  it('produces exactly the delays of the policy wherever it is native', () => {
    for (const backoff of ['none', 'linear', 'exponential', 'fibonacci'] as const) {
      for (let attempts = 2; attempts <= 12; attempts++) {
        for (const [base, cap] of [
          [100, 1000],
          [2000, 30_000],
          [1500, 4000],
          [10_000, 5000],
        ] as const) {
          const one = policy(backoff, attempts, base, cap);
          if (isCounted(retriesOf(one))) continue;
          const {
            IntervalSeconds = 1,
            BackoffRate = 2,
            MaxDelaySeconds = Infinity,
            MaxAttempts,
          } = retriersOf(retriesOf(one)).at(-1)!;
          const native = Array.from({ length: MaxAttempts! }, (_, n) =>
            Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds),
          );
          expect(native).toEqual(delaysOf(one));
        }
      }
    }
  });
});
