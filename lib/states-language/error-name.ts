/** Names of errors that the States Language and Step Functions define. Developer guide: "Handling errors". */
export const ErrorName = {
  /** In `ErrorEquals` only: stands for any error that can be handled. */
  all: 'States.ALL',
  /** A task or the execution took too long. */
  timeout: 'States.Timeout',
  /** In `ErrorEquals` only: a missed heartbeat surfaces as {@link ErrorName.timeout}. */
  heartbeatTimeout: 'States.HeartbeatTimeout',
  /** In `ErrorEquals` it stands for any error but a timeout. */
  taskFailed: 'States.TaskFailed',
  /** Never handled: it ends the execution. */
  runtime: 'States.Runtime',
  /** An input, output or result is larger than 256 KiB; no Catch takes it. */
  dataLimitExceeded: 'States.DataLimitExceeded',
  /** A ResultPath cannot be applied to the state's input. */
  resultPathMatchFailure: 'States.ResultPathMatchFailure',
  /** A JSONata expression failed. */
  queryEvaluationError: 'States.QueryEvaluationError',
  /** More items of a distributed Map failed than it tolerates. */
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
  /** A distributed Map could not read its items. */
  itemReaderFailed: 'States.ItemReaderFailed',
  /** A distributed Map could not write its results. */
  resultWriterFailed: 'States.ResultWriterFailed',
} as const;
