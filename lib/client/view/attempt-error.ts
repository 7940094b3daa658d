/** Why an attempt failed. */
export interface AttemptError {
  /** Tasker's error type, such as `permanent_error`; without one, the error's name in States Language. */
  readonly type: string;
  /** The class of what the handler raised, such as `RangeError`; absent where it is not known, or is the type. */
  readonly exceptionType?: string;
  /** The handler's own code; absent where it gave none. */
  readonly code?: string;
  /** What went wrong, in a sentence. */
  readonly message: string;
  /** Whether the failure may pass. */
  readonly retryable: boolean;
  /** Where it was thrown: a frame on each line. Absent where the function did not tell, or there was no room. */
  readonly stack?: string;
}

/** What people call an error: its code, the class of what was raised, or its type. */
export function errorName({ code, exceptionType, type }: AttemptError): string {
  return code ?? exceptionType ?? type;
}
