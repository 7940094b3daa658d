/**
 * The standard kinds of a handler's error. They inform; whether a step is tried again is decided by a failure's `retryable`
 * alone, which is false by default for a permanent error.
 */
export const ErrorType = {
  PERMANENT_ERROR: 'permanent_error',
  RETRYABLE_ERROR: 'retryable_error',
  VALIDATION_ERROR: 'validation_error',
  TIMEOUT: 'timeout',
  HANDLER_ERROR: 'handler_error',
} as const;

export type ErrorType = (typeof ErrorType)[keyof typeof ErrorType];

/** Whether the text is one of the standard error types. */
export function isStandardErrorType(errorType: string): errorType is ErrorType {
  return Object.values<string>(ErrorType).includes(errorType);
}

/** Whether errors of this type usually pass on a later attempt. */
export function isTypicallyRetryable(errorType: string): boolean {
  return errorType === ErrorType.RETRYABLE_ERROR || errorType === ErrorType.TIMEOUT;
}
