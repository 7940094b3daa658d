import type { AttemptError, StepCheckpointView, StepView } from '../../client/index.ts';
import { errorName } from '../../client/view/attempt-error.ts';
import { blockersText, passedOverText } from '../../client/view/blocked-text.ts';
import { count } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';

/** A step's error in one line: its code, class or type, and the message. */
export function errorText(error: AttemptError): string {
  const line = `${errorName(error)}: ${error.message}`.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/** A number of attempts: `1 attempt`, `2 attempts`. */
export function attemptsText(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

/** Time between two ISO dates, for people. */
export function spanText(from: string, to: string): string {
  return formatDuration(Date.parse(to) - Date.parse(from));
}

/** What has become of a step since `before`, in a few words; nothing when there is nothing new to say. */
export function changeText(step: StepView, before: StepView | undefined): string | undefined {
  const isNewState = step.state !== before?.state;
  switch (step.state) {
    case 'pending':
      if (step.skipped) return before?.skipped ? undefined : `skipped: ${passedOverText(step)}`;
      return step.blocked && !before?.blocked ? `blocked: ${blockersText(step.blockedBy)}` : undefined;
    case 'in_progress':
      if (step.checkpoint !== undefined && step.checkpoint.yields !== before?.checkpoint?.yields)
        return `yielded: ${checkpointText(step.checkpoint)}`;
      if (step.attempts <= (before?.attempts ?? 0)) return undefined;
      return step.attempts > 1 ? `attempt ${step.attempts}` : 'started';
    case 'waiting_for_retry':
      return step.nextRetryAt === before?.nextRetryAt ? undefined : retryText(step);
    case 'complete':
      return isNewState ? `complete${afterText(step)}` : undefined;
    case 'error':
      return isNewState ? `failed${afterText(step)}${step.error ? `: ${errorText(step.error)}` : ''}` : undefined;
    case 'cancelled':
      return isNewState ? 'cancelled' : undefined;
    case 'resolved_manually':
      return isNewState ? 'resolved by hand' : undefined;
  }
}

/** How far a step has come that yields: `12,000 items so far`. */
export function checkpointText({ itemsProcessed }: StepCheckpointView): string {
  return `${count(itemsProcessed, 'item')} so far`;
}

function afterText({ attempts }: StepView): string {
  return attempts > 1 ? ` after ${attemptsText(attempts)}` : '';
}

/** How long the handler took in the latest attempt of a settled step. That is real time, also where waits are virtual. */
export function tookText({ state, lastAttemptedAt, lastFailureAt, completedAt }: StepView): string {
  if (lastAttemptedAt === undefined || completedAt === undefined) return '';
  const end = state === 'error' ? (lastFailureAt ?? completedAt) : completedAt;
  return state === 'complete' || state === 'error' ? ` (the handler took ${spanText(lastAttemptedAt, end)})` : '';
}

function retryText({ attempts, error, lastFailureAt, nextRetryAt }: StepView): string {
  const failed = `attempt ${attempts} failed${error ? `: ${errorText(error).replace(/\.$/, '')}` : ''}`;
  if (lastFailureAt === undefined || nextRetryAt === undefined) return `${failed}; retrying`;
  // Jitter draws a part of the delay: it may be over sooner.
  return `${failed}; retrying within ${spanText(lastFailureAt, nextRetryAt)}`;
}
