import type { StateList } from './machine.ts';
import { auxiliaryName } from './state-names.ts';

/**
 * Waits as long as the handler asked for, then runs the step again. The runtime's error carries the seconds and the count
 * of attempts as JSON in the message of a Lambda error, which is JSON in `Cause`: one Pass opens each layer.
 */
export function emitRetryAfter(step: string, task: string, states: StateList): void {
  const message = auxiliaryName(step, 'read retry_after');
  const wait = auxiliaryName(step, 'wait');
  states.add(auxiliaryName(step, 'read cause'), {
    Type: 'Pass',
    Parameters: { 'error.$': 'States.StringToJson($.caught.Cause)' },
    ResultPath: '$.retry',
    Next: message,
  });
  states.add(message, {
    Type: 'Pass',
    Parameters: { 'error.$': 'States.StringToJson($.retry.error.errorMessage)' },
    ResultPath: '$.retry',
    Next: wait,
  });
  states.add(wait, { Type: 'Wait', SecondsPath: '$.retry.error.retry_after', Next: task });
}

/**
 * Counts the attempts of a step whose delays no retrier can produce (linear, fibonacci), and picks the next delay, with
 * full jitter as the retriers have it. Every way a run can fail comes here, so that the count is exact.
 */
export function emitCountedRetry(step: string, delays: readonly number[], failed: string, states: StateList): void {
  const retryName = (attempts: number) => auxiliaryName(step, `retry ${attempts}`);
  const used = delays.map((_, index) => index + 1);
  states.add(auxiliaryName(step, 'attempts used?'), {
    Type: 'Choice',
    Choices: used.map((attempts) => ({
      And: [
        { Variable: '$.retry.error.step', StringEquals: step },
        { Variable: '$.retry.error.attempts', NumericEquals: attempts },
      ],
      Next: attempts === delays.length ? failed : retryName(attempts + 1),
    })),
    Default: retryName(1),
  });
  delays.forEach((delay, index) => {
    states.add(retryName(index + 1), {
      Type: 'Pass',
      Parameters: {
        error: { step, attempts: index + 1, 'retry_after.$': `States.MathRandom(0, ${delay + 1})` },
      },
      ResultPath: '$.retry',
      Next: auxiliaryName(step, 'wait'),
    });
  });
}

/** What the state data holds of retries before there was one; see `RetryState` in the contract. */
export const noRetry = { error: { step: '', attempts: 0 } };
