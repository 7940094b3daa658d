import { ErrorName } from './error-name.ts';

/** An error that a state has met, as far as `ErrorEquals` tells errors apart. */
export interface RaisedError {
  /** Its name; undefined where a worker gave it none. */
  readonly error: string | undefined;
  /** Whether the task's heartbeat was missed: its error is `States.Timeout` then too. */
  readonly heartbeat?: boolean;
  /** Whether it arose where nothing may handle it, as when a state's output is too large. */
  readonly fatal?: boolean;
}

/**
 * Whether a retrier or catcher with these `ErrorEquals` handles the error. Developer guide: "Handling errors".
 *
 * The guide says that `States.ALL` leaves `States.DataLimitExceeded` alone. Executions on AWS show otherwise: where a task's
 * result is too large, the error is the task's, and is handled by its name and by `States.ALL`. Where a state's output is
 * too large, no `ErrorEquals` is asked: such an error is `fatal`. Nor does it say that `States.TaskFailed` leaves alone what
 * JSONata could not evaluate, as on AWS.
 *
 * @example
 * ```ts
 * import { matchesError } from '../states-language/matches-error.ts';
 * matchesError(['States.TaskFailed'], { error: 'Card.Declined' }); // true
 * matchesError(['States.TaskFailed'], { error: 'States.Timeout' }); // false
 * ```
 */
export function matchesError(errorEquals: readonly string[], { error, heartbeat, fatal }: RaisedError): boolean {
  if (fatal === true || error === ErrorName.runtime) return false;
  return errorEquals.some((name) => {
    switch (name) {
      case ErrorName.all:
        return true;
      case ErrorName.taskFailed:
        return error !== ErrorName.timeout && error !== ErrorName.queryEvaluationError;
      case ErrorName.heartbeatTimeout:
        return heartbeat === true;
      default:
        return name === error;
    }
  });
}
