import type { JsonObject } from '../json.ts';

/**
 * The error names that a step's function reports to the state machine. The runtime throws errors of these names, the
 * emitter lists them in `ErrorEquals`; both read them here.
 */
export const WireError = {
  /** Never retried. */
  permanent: 'PermanentError',
  /** A failure that might pass, on the last attempt. */
  exhausted: 'AttemptsExhaustedError',
  /** Any other failure that may pass: the machine waits as long as `retry` of the details says, and tries again. */
  retryAfter: 'RetryAfterError',
} as const;

export type WireError = (typeof WireError)[keyof typeof WireError];

/**
 * Details of a handler's error: the `errorMessage` of a wire error is this object as JSON. The machine takes it into the
 * execution's cause as it is.
 */
export interface ErrorDetails {
  /**
   * Of a {@link WireError.retryAfter}, and before every other `@` of the message: `@low@high@attempts@step@`, of a wait of `low` seconds or
   * more and less than `high`. It is found in the cause, which is JSON within JSON, by splitting it at the `@`s. No step's name holds an
   * `@`.
   */
  readonly retry?: string;
  /** The error's name. */
  readonly error: WireError;
  /** What went wrong, in a sentence. */
  readonly message: string;
  /** The handler's own code, such as `MISSING_EMAIL`; null when it gave none. */
  readonly code: string | null;
  /** Tasker's error type, such as `permanent_error`. */
  readonly type: string;
  /** Whether the failure may pass. */
  readonly retryable: boolean;
  /** The step's name. */
  readonly step: string;
  /** How often the handler has run, this time included. */
  readonly attempts: number;
  /** Seconds that the handler asked to wait before the next attempt. */
  readonly retry_after?: number;
  /** What the handler told beside. */
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

/**
 * One failed step in a {@link TaskFailure}: the {@link ErrorDetails} of the runtime's error, or as much as is known of any other
 * (a timeout, a crash, a fault of the Lambda service).
 */
export interface StepFailure extends Partial<Omit<ErrorDetails, 'step' | 'error'>> {
  /** The step's name. */
  readonly step: string;
  /** A {@link WireError}, or a States Language or Lambda error name such as `States.Timeout`. */
  readonly error: string;
}

/** Names under which a run that took too long is reported. */
export const TIMEOUT_ERRORS: readonly string[] = ['States.Timeout', 'States.HeartbeatTimeout', 'Sandbox.Timedout'];

/** Lambda service faults and throttling: retried on a budget of their own. */
export const LAMBDA_SERVICE_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
] as const;
