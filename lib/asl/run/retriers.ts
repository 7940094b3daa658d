import { LAMBDA_SERVICE_ERRORS, WireError } from '../../contract/errors.ts';
import { CHECKPOINT_YIELD } from '../../contract/checkpoint.ts';
import type { Retries } from '../../flow/retries.ts';
import type { Retrier } from '../../states-language/types.ts';

/** The largest `MaxAttempts` of States Language. */
const MOST_RETRIES = 99_999_999;

/** Lambda's own faults and throttling: a budget of their own, before the step's policy, so that they eat no attempts. */
export const serviceRetrier: Retrier = {
  ErrorEquals: [...LAMBDA_SERVICE_ERRORS],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  JitterStrategy: 'FULL',
};

/** Errors of the runtime: they are final, or the machine waits for them itself. */
const runtimeRetrier: Retrier = {
  ErrorEquals: [WireError.permanent, WireError.exhausted, WireError.retryAfter],
  MaxAttempts: 0,
};

/** A step that yields at a checkpoint goes on from there, as often as it takes. */
export const yieldRetrier: Retrier = { ErrorEquals: [CHECKPOINT_YIELD], MaxAttempts: MOST_RETRIES, BackoffRate: 1 };

/**
 * The Retry block of a step, in the order in which Step Functions reads it. What the runtime sees fail it judges itself: it
 * raises an error after which the machine waits (`retry-states.ts`). The last retrier is for what it cannot see: a crash, a
 * timeout.
 */
export function retriersOf(retries: Retries): readonly Retrier[] {
  const policy = policyRetrier(retries);
  return policy === undefined ? [yieldRetrier, serviceRetrier] : [runtimeRetrier, yieldRetrier, serviceRetrier, policy];
}

/** The Retry block of a step whose failures are published: of a crash or a timeout, the machine tells the function (`publish-state.ts`). */
export const publishingRetriers: readonly Retrier[] = [yieldRetrier, serviceRetrier];

/** The Retry block of what tells the function: as often as the policy has the step run, until the function answers. */
export function tellingRetriers(retries: Retries): readonly Retrier[] {
  const policy = policyRetrier(retries);
  return policy === undefined ? [serviceRetrier] : [runtimeRetrier, serviceRetrier, policy];
}

/** The policy as a retrier: constant delays as they are, all others as doubling ones that are never longer than the longest. */
function policyRetrier({ delays }: Retries): Retrier | undefined {
  const first = delays[0];
  if (first === undefined) return undefined;
  const longest = delays.reduce((most, delay) => Math.max(most, delay), first);
  return {
    ErrorEquals: ['States.ALL'],
    ...(first !== 1 && { IntervalSeconds: first }),
    ...(delays.length !== 3 && { MaxAttempts: delays.length }),
    ...growth(first, longest, delays.length),
    JitterStrategy: 'FULL',
  };
}

/** What is left out has the default of States Language: delays double. */
function growth(first: number, longest: number, retries: number): Pick<Retrier, 'BackoffRate' | 'MaxDelaySeconds'> {
  if (retries === 1) return {};
  if (longest === first) return { BackoffRate: 1 };
  return first * 2 ** (retries - 1) > longest ? { MaxDelaySeconds: longest } : {};
}
