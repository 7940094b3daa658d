/** Names of errors that the States Language defines. */
export const ErrorName = {
  all: 'States.ALL',
  timeout: 'States.Timeout',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  taskFailed: 'States.TaskFailed',
  runtime: 'States.Runtime',
  dataLimitExceeded: 'States.DataLimitExceeded',
  resultPathMatchFailure: 'States.ResultPathMatchFailure',
  queryEvaluationError: 'States.QueryEvaluationError',
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
  itemReaderFailed: 'States.ItemReaderFailed',
  resultWriterFailed: 'States.ResultWriterFailed',
} as const;

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
  readonly error: string | undefined;
  readonly causeText: string | undefined;

  constructor(error: string | undefined, cause?: string) {
    super(cause === undefined ? String(error) : `${String(error)}: ${cause}`);
    this.name = 'StatesError';
    this.error = error;
    this.causeText = cause;
  }
}

/** An error that no retrier or catcher can handle: it ends the execution. */
export class FatalStatesError extends StatesError {}

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

/** Whether one of `names` (an `ErrorEquals`) stands for the error. Developer guide: "Handling errors". */
export function matchesError(names: readonly string[], error: StatesError): boolean {
  if (error instanceof FatalStatesError || error.error === ErrorName.runtime) return false;
  return names.some((name) => {
    if (name === ErrorName.all || name === error.error) return true;
    if (name === ErrorName.taskFailed) return error.error !== ErrorName.timeout;
    return name === ErrorName.heartbeatTimeout && error instanceof TaskTimeoutError && error.heartbeat;
  });
}
