import type { RetryPolicy } from '../template/task-template.ts';

/** How often a step runs, and how long it waits in between. */
export interface Retries {
  /** Runs of the handler, the first included; at least 1. */
  readonly attempts: number;
  /** The wait before each retry, in whole seconds. */
  readonly delays: readonly number[];
}

export function retriesOf(policy: RetryPolicy): Retries {
  return { attempts: attemptsOf(policy), delays: delaysOf(policy) };
}

/** How often a step may run. Tasker: `retryable: false` means the same as `max_attempts: 1`. */
export function attemptsOf(policy: RetryPolicy): number {
  return policy.retryable ? Math.max(1, policy.maxAttempts) : 1;
}

/**
 * The wait before each retry, in whole seconds, at least 1: base and cap are rounded up before the policy applies.
 * Tasker: "Retry semantics".
 */
export function delaysOf(policy: RetryPolicy): readonly number[] {
  const base = wholeSeconds(policy.baseMs);
  const cap = wholeSeconds(policy.maxMs);
  const delays: number[] = [];
  let [previous, current] = [0, base];
  for (let retry = 1; retry < attemptsOf(policy); retry++) {
    delays.push(Math.min(current, cap));
    [previous, current] = [current, nextDelay(policy, base, previous, current)];
  }
  return policy.backoff === 'none' ? delays.map(() => 1) : delays;
}

function nextDelay(policy: RetryPolicy, base: number, previous: number, current: number): number {
  switch (policy.backoff) {
    case 'none':
      return current;
    case 'linear':
      return current + base;
    case 'exponential':
      // 2^99 seconds is no wait; stop growing where States Language stops.
      return Math.min(current * 2, MAX_DELAY_SECONDS);
    case 'fibonacci':
      return Math.min(previous === 0 ? current : previous + current, MAX_DELAY_SECONDS);
  }
}

/** Upper bound of `MaxDelaySeconds` in States Language: 366 days. */
const MAX_DELAY_SECONDS = 31_622_400;

function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
