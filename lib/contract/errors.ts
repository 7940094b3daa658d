import type { JsonObject } from '../json.ts';

/**
 * The error names that a step's function reports to the state machine. The runtime throws errors of these names, the
 * emitter lists them in `ErrorEquals`; both read them here.
 */
export const WireError = {
  /** Never retried. */
  permanent: 'PermanentError',
  /** Retried by the step's policy. */
  retryable: 'RetryableError',
  /** Retried after the wait that the handler (or the step's backoff) names; the machine waits and counts. */
  retryAfter: 'RetryAfterError',
  /** A retryable error on the last attempt, where the machine's own retriers could not know that it was the last. */
  exhausted: 'AttemptsExhaustedError',
} as const;

export type WireError = (typeof WireError)[keyof typeof WireError];

/** Details of a handler's error: the `errorMessage` of a wire error is this object as JSON. */
export interface ErrorDetails {
  readonly message: string;
  /** The handler's own code, such as `MISSING_EMAIL`; null when it gave none. Never absent: the machine reads it by path. */
  readonly code: string | null;
  /** Tasker's error type, such as `permanent_error`. */
  readonly type: string;
  readonly retryable: boolean;
  readonly step: string;
  /** How often the handler has run, this time included. */
  readonly attempts: number;
  /** Seconds to wait before the next attempt. */
  readonly retry_after?: number;
  readonly metadata?: JsonObject;
}

/** The error with which an execution fails when a step did: the execution's `error`. */
export const TASK_FAILED = 'TaskFailed';

/** The execution's `cause`, as JSON, when its error is {@link TASK_FAILED}. */
export interface TaskFailure {
  /** The failures; of very many, the first ones. */
  readonly failed: readonly StepFailure[];
  /** Where not all failures are told: the names of all failed steps, or their number when the names do not fit. */
  readonly failed_steps?: readonly string[] | number;
  /** Names of the steps that never ran because a dependency failed; their number when the names do not fit. */
  readonly blocked: readonly string[] | number;
}

/** One failed step in a {@link TaskFailure}. */
export interface StepFailure {
  readonly step: string;
  /** A {@link WireError}, or a States Language or Lambda error name such as `States.Timeout`. */
  readonly error: string;
  readonly code?: string | null;
  readonly message?: string;
  /** Absent where the machine cannot know it (a Lambda service fault). */
  readonly attempts?: number;
}

/** Lambda service faults and throttling: retried on a budget of their own. */
export const LAMBDA_SERVICE_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
] as const;
