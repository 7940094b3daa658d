import { ErrorName } from '../../states-language/error-name.ts';

/**
 * An error of a running state, known by its name: what `ErrorEquals` compares and an execution fails with.
 *
 * @example
 * ```ts
 * import { StatesError } from 'tasker-sfn/local';
 * throw new StatesError('Payment.Declined', 'The card has expired.');
 * ```
 */
export class StatesError extends Error {
  /** The error's name; undefined where the API allows none. */
  readonly error: string | undefined;
  /** What went wrong; undefined where nobody said. */
  readonly causeText: string | undefined;

  constructor(error: string | undefined, cause?: string) {
    super(cause === undefined ? String(error) : `${String(error)}: ${cause}`);
    this.name = 'StatesError';
    this.error = error;
    this.causeText = cause;
  }
}

/** An error that no retrier or catcher can handle: it ends the execution. */
export class FatalStatesError extends StatesError {
  readonly fatal = true;
}

/** A task did not answer in time, or did not send a heartbeat in time: both surface as `States.Timeout`. */
export class TaskTimeoutError extends StatesError {
  readonly heartbeat: boolean;

  constructor(heartbeat: boolean) {
    super(ErrorName.timeout);
    this.heartbeat = heartbeat;
  }
}

/**
 * A mistake that shows while a field is evaluated: a path that finds nothing, an intrinsic function with a wrong argument.
 * The state that owns the field turns it into an error of the given name, with its own name before the text.
 */
export class EvaluationError extends Error {
  readonly error: string;
  /** The field of a JSONata expression, such as `Output/id`. */
  readonly location: string | undefined;

  constructor(detail: string, error: string = ErrorName.runtime, location?: string) {
    super(detail);
    this.name = 'EvaluationError';
    this.error = error;
    this.location = location;
  }
}
