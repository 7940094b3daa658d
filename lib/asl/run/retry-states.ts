import { auxiliaryName } from '../../contract/state-names.ts';
import type { NamedState } from '../fragment.ts';

/**
 * Waits as long as the handler asked for, then runs the step again. The runtime's error carries the seconds and the count
 * of attempts as JSON in the message of a Lambda error, which is JSON in `Cause`: one Pass opens each layer.
 */
export function retryAfterStates(step: string, task: string): readonly NamedState[] {
  const message = auxiliaryName(step, 'read retry_after');
  const wait = auxiliaryName(step, 'wait');
  return [
    [
      auxiliaryName(step, 'read cause'),
      {
        Type: 'Pass',
        Parameters: { 'error.$': 'States.StringToJson($.caught.Cause)' },
        ResultPath: '$.retry',
        Next: message,
      },
    ],
    [
      message,
      {
        Type: 'Pass',
        Parameters: { 'error.$': 'States.StringToJson($.retry.error.errorMessage)' },
        ResultPath: '$.retry',
        Next: wait,
      },
    ],
    [wait, { Type: 'Wait', SecondsPath: '$.retry.error.retry_after', Next: task }],
  ];
}

/**
 * Counts the attempts of a step whose delays no retrier can produce (linear, fibonacci), and picks the next delay, with
 * full jitter as the retriers have it. Every way a run can fail comes here, so that the count is exact.
 */
export function countedRetryStates(step: string, delays: readonly number[], failed: string): readonly NamedState[] {
  const retryName = (attempts: number) => auxiliaryName(step, `retry ${attempts}`);
  const used = delays.map((_, index) => index + 1);
  const count: NamedState = [
    auxiliaryName(step, 'attempts used?'),
    {
      Type: 'Choice',
      Choices: used.map((attempts) => ({
        And: [
          { Variable: '$.retry.error.step', StringEquals: step },
          { Variable: '$.retry.error.attempts', NumericEquals: attempts },
        ],
        Next: attempts === delays.length ? failed : retryName(attempts + 1),
      })),
      Default: retryName(1),
    },
  ];
  const picks = delays.map((delay, index): NamedState => [
    retryName(index + 1),
    {
      Type: 'Pass',
      Parameters: {
        error: { step, attempts: index + 1, 'retry_after.$': `States.MathRandom(0, ${delay + 1})` },
      },
      ResultPath: '$.retry',
      Next: auxiliaryName(step, 'wait'),
    },
  ]);
  return [count, ...picks];
}
