import type { StepEvent } from '../../contract/step-event.ts';

/** Attempts that were used before the state was entered again by a wait of the machine's own. */
export function usedBefore(event: StepEvent): number {
  return event.retry.step === event.step.name ? event.retry.attempts : 0;
}

/** Which run of the handler this is, from 1; never above `max_attempts`. */
export function attemptOf(event: StepEvent): number {
  return Math.min(uncappedAttempt(event), event.step.max_attempts);
}

/**
 * Whether the attempts are used up before the handler runs. After a wait of its own, the machine's native retrier
 * starts again from nothing and would allow more runs than the policy does.
 */
export function isSpent(event: StepEvent): boolean {
  return event.step.counted !== true && usedBefore(event) > 0 && uncappedAttempt(event) > event.step.max_attempts;
}

function uncappedAttempt(event: StepEvent): number {
  // A counted step's RetryCount holds service faults alone, and those do not eat attempts.
  return usedBefore(event) + (event.step.counted === true ? 0 : event.step.retry_count) + 1;
}
