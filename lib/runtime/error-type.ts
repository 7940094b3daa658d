/** The types that a failure has where nothing says otherwise: by themselves, so that functions need not hold all. */
export const HANDLER_ERROR = 'handler_error';
export const PERMANENT_ERROR = 'permanent_error';

/**
 * The standard kinds of a handler's error. They inform; whether a step is tried again is decided by a failure's `retryable`
 * alone, which is false by default for a permanent error.
 */
export const ErrorType = {
  /** No later attempt can mend it. */
  PERMANENT_ERROR,
  /** It may pass on a later attempt. */
  RETRYABLE_ERROR: 'retryable_error',
  /** The input is not as it should be. */
  VALIDATION_ERROR: 'validation_error',
  /** Something took too long. */
  TIMEOUT: 'timeout',
  /** An error that nobody classified. */
  HANDLER_ERROR,
} as const;

export type ErrorType = (typeof ErrorType)[keyof typeof ErrorType];

// eslint-disable-next-line @typescript-eslint/no-namespace -- Tasker has an enum, whose members are types too
export namespace ErrorType {
  /** The type of {@link ErrorType.PERMANENT_ERROR}. */
  export type PERMANENT_ERROR = 'permanent_error';
  /** The type of {@link ErrorType.RETRYABLE_ERROR}. */
  export type RETRYABLE_ERROR = 'retryable_error';
  /** The type of {@link ErrorType.VALIDATION_ERROR}. */
  export type VALIDATION_ERROR = 'validation_error';
  /** The type of {@link ErrorType.TIMEOUT}. */
  export type TIMEOUT = 'timeout';
  /** The type of {@link ErrorType.HANDLER_ERROR}. */
  export type HANDLER_ERROR = 'handler_error';
}

/** Whether the text is one of the standard error types. */
export function isStandardErrorType(errorType: string): errorType is ErrorType {
  return Object.values<string>(ErrorType).includes(errorType);
}

/** Whether errors of this type usually pass on a later attempt. */
export function isTypicallyRetryable(errorType: string): boolean {
  return errorType === ErrorType.RETRYABLE_ERROR || errorType === ErrorType.TIMEOUT;
}
