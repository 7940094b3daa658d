import { matchesError } from '../../states-language/matches-error.ts';
import type { Retrier } from '../../states-language/types.ts';

/** How often each retrier of a state has retried since the state was entered, by position. */
export type RetryCounts = Map<number, number>;

/**
 * Tells whether Step Functions will retry a failed Task by itself: the seconds until then at the latest (full jitter may
 * make it sooner), or `undefined` when the state fails. Counts the retry. States Language: "Retrying after error".
 */
export function forecastRetry(retriers: readonly Retrier[], counts: RetryCounts, error: string): number | undefined {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, { error }));
  const retrier = retriers[index];
  const count = counts.get(index) ?? 0;
  if (retrier === undefined || count >= (retrier.MaxAttempts ?? 3)) return undefined;
  counts.set(index, count + 1);
  const delay = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** count;
  return Math.min(delay, retrier.MaxDelaySeconds ?? Infinity);
}
