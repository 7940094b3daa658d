import { LAMBDA_SERVICE_ERRORS, WireError } from '../contract/errors.ts';
import type { RetryPolicy } from '../template/task-template.ts';
import type { Retrier } from '../states-language/types.ts';

/** Lambda's own faults and throttling: a budget of their own, before the step's policy, so that they eat no attempts. */
export const serviceRetrier: Retrier = {
  ErrorEquals: [...LAMBDA_SERVICE_ERRORS],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
};

/** Errors of the runtime that the policy must not retry: they are final, or the machine waits for them itself. */
const finalRetrier: Retrier = {
  ErrorEquals: [WireError.permanent, WireError.exhausted, WireError.retryAfter],
  MaxAttempts: 0,
};

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

/**
 * The Retry block of a step, in the order in which Step Functions reads it. A policy whose delays a retrier can produce
 * becomes the last retrier; any other is left to the states of `retry-states.ts`.
 */
export function retriersOf(policy: RetryPolicy): readonly Retrier[] {
  const native = policyRetrier(policy);
  return native === undefined ? [serviceRetrier] : [finalRetrier, serviceRetrier, native];
}

/** Whether a step's retries are counted and waited for by states of the machine instead of a retrier. */
export function isCounted(policy: RetryPolicy): boolean {
  return delaysOf(policy).length > 0 && policyRetrier(policy) === undefined;
}

/** The policy as a retrier: exponential always; others where their delays happen to be constant or to double up to a cap. */
function policyRetrier(policy: RetryPolicy): Retrier | undefined {
  const delays = delaysOf(policy);
  const [first, second] = delays;
  const last = delays.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const doubling = policy.backoff === 'exponential' || (second !== undefined && second !== first);
  const growing: Partial<Retrier> = doubling
    ? { BackoffRate: 2, MaxDelaySeconds: policy.backoff === 'exponential' ? wholeSeconds(policy.maxMs) : last }
    : { BackoffRate: 1 };
  const producible = delays.every((delay, retry) => delay === (doubling ? Math.min(first * 2 ** retry, last) : first));
  if (!producible) return undefined;
  return {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: first,
    MaxAttempts: delays.length,
    ...growing,
    JitterStrategy: 'FULL',
  };
}
