import { WireError } from '../../contract/errors.ts';
import type { StepEvent } from '../../contract/step-event.ts';
import { attemptOf, usedBefore } from './attempt.ts';

/**
 * The error name that makes the machine do what the policy says with a failure: end the step, retry it by the native
 * policy, or wait `retryAfter` seconds and try again.
 */
export function wireNameOf(
  event: StepEvent,
  failure: { readonly retryable: boolean; readonly retryAfter?: number | undefined },
): WireError {
  if (!failure.retryable) return WireError.permanent;
  if (attemptOf(event) < event.step.max_attempts) {
    return failure.retryAfter === undefined ? WireError.retryable : WireError.retryAfter;
  }
  // Here the machine's own retrier counts, and exactly: RetryCount also counts service faults, so what looks like the
  // last attempt may not be it.
  const machineCounts = event.step.counted !== true && usedBefore(event) === 0;
  return machineCounts ? WireError.retryable : WireError.exhausted;
}
