/** Names of errors that the States Language and Step Functions define. Developer guide: "Handling errors". */
export const ErrorName = {
  /** In `ErrorEquals` only: stands for any error that can be handled. */
  all: 'States.ALL',
  timeout: 'States.Timeout',
  /** In `ErrorEquals` only: a missed heartbeat surfaces as {@link ErrorName.timeout}. */
  heartbeatTimeout: 'States.HeartbeatTimeout',
  /** In `ErrorEquals` it stands for any error but a timeout. */
  taskFailed: 'States.TaskFailed',
  /** Never handled: it ends the execution. */
  runtime: 'States.Runtime',
  dataLimitExceeded: 'States.DataLimitExceeded',
  resultPathMatchFailure: 'States.ResultPathMatchFailure',
  queryEvaluationError: 'States.QueryEvaluationError',
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
  itemReaderFailed: 'States.ItemReaderFailed',
  resultWriterFailed: 'States.ResultWriterFailed',
} as const;
