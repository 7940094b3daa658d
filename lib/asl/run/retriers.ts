import { LAMBDA_SERVICE_ERRORS, WireError } from '../../contract/errors.ts';
import type { Retries } from '../../flow/retries.ts';
import type { Retrier } from '../../states-language/types.ts';

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

/**
 * The Retry block of a step, in the order in which Step Functions reads it. A policy whose delays a retrier can produce
 * becomes the last retrier; any other is left to the states of `retry-states.ts`.
 */
export function retriersOf(retries: Retries): readonly Retrier[] {
  const native = policyRetrier(retries);
  return native === undefined ? [serviceRetrier] : [finalRetrier, serviceRetrier, native];
}

/** Whether a step's retries are counted and waited for by states of the machine instead of a retrier. */
export function isCounted(retries: Retries): boolean {
  return retries.delays.length > 0 && policyRetrier(retries) === undefined;
}

/** The policy as a retrier: exponential always; others where their delays happen to be constant or to double up to a cap. */
function policyRetrier({ delays, backoff, capSeconds }: Retries): Retrier | undefined {
  const [first, second] = delays;
  const last = delays.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const doubling = backoff === 'exponential' || (second !== undefined && second !== first);
  const growing: Partial<Retrier> = doubling
    ? { BackoffRate: 2, MaxDelaySeconds: backoff === 'exponential' ? capSeconds : last }
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
