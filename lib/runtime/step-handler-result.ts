import { ErrorType } from './error-type.ts';

/** What a step's handler has to say to the orchestrator about its next attempt. */
export interface OrchestrationMetadata {
  /** Response headers of a service that was called; `retry-after` sets the wait before the next attempt. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the handler knew of the error. Carried, never read. */
  readonly errorContext?: unknown;
  /** A wait before the next attempt, as `{ delay_seconds }`; where the headers and the metadata ask for none. */
  readonly backoffHint?: unknown;
  /** Anything else. Carried, never read. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** The fields of a {@link StepHandlerResult}. */
export interface StepHandlerResultParams {
  /** True for a success, false for a failure. */
  readonly success: boolean;
  /** What a success brings to the steps after it. @default null */
  readonly result?: Record<string, unknown> | null;
  /** What went wrong, for people. @default null */
  readonly errorMessage?: string | null;
  /** The kind of error, such as `validation_error`. @default null */
  readonly errorType?: string | null;
  /** The handler's own code, such as `MISSING_EMAIL`. @default null */
  readonly errorCode?: string | null;
  /** Whether a failure may pass on a later attempt. @default true */
  readonly retryable?: boolean;
  /** More about the outcome. @default {} */
  readonly metadata?: Record<string, unknown>;
  /** What the handler has to say about its next attempt. @default null */
  readonly orchestrationMetadata?: OrchestrationMetadata | null;
}

/**
 * The outcome of one run of a handler: a success with its result, or a failure of which `retryable` says whether
 * another attempt makes sense.
 *
 * @example
 * ```ts
 * import { ErrorType, StepHandlerResult } from 'tasker-sfn/runtime';
 * StepHandlerResult.success({ user_id: 'usr_1' });
 * StepHandlerResult.failure('No such plan', ErrorType.VALIDATION_ERROR, false);
 * ```
 */
export class StepHandlerResult {
  /** True for a success, false for a failure. */
  readonly success: boolean;
  /** What a success brings to the steps after it; null in a failure. */
  readonly result: Record<string, unknown> | null;
  /** What went wrong, for people; null in a success. */
  readonly errorMessage: string | null;
  /** The kind of error, such as `validation_error`; it informs and decides nothing. Null in a success. */
  readonly errorType: string | null;
  /** The handler's own code, such as `MISSING_EMAIL`; null when there is none. */
  readonly errorCode: string | null;
  /** Whether a failure may pass on a later attempt. */
  readonly retryable: boolean;
  /** More about the outcome: a failure's goes into its details and the log, a success's stays with the handler. */
  readonly metadata: Record<string, unknown>;
  /** What the handler has to say about its next attempt; null when nothing. */
  readonly orchestrationMetadata: OrchestrationMetadata | null;

  constructor(params: StepHandlerResultParams) {
    this.success = params.success;
    this.result = params.result ?? null;
    this.errorMessage = params.errorMessage ?? null;
    this.errorType = params.errorType ?? null;
    this.errorCode = params.errorCode ?? null;
    this.retryable = params.retryable ?? true;
    this.metadata = params.metadata ?? {};
    this.orchestrationMetadata = params.orchestrationMetadata ?? null;
  }

  /** A success. Its result is written as JSON; `metadata` stays with the handler. */
  static success(result: Record<string, unknown>, metadata?: Record<string, unknown>): StepHandlerResult {
    return new StepHandlerResult({ success: true, result, metadata });
  }

  /**
   * A failure: of type `handler_error` unless `errorType` says otherwise, and retryable unless `retryable` says otherwise
   * or the type is `permanent_error`. Tasker: "Error classification".
   */
  static failure(
    message: string,
    errorType: string = ErrorType.HANDLER_ERROR,
    retryable: boolean = errorType !== ErrorType.PERMANENT_ERROR,
    metadata?: Record<string, unknown>,
    errorCode?: string,
  ): StepHandlerResult {
    return new StepHandlerResult({ success: false, errorMessage: message, errorType, errorCode, retryable, metadata });
  }

  /** Whether the handler succeeded. */
  isSuccess(): boolean {
    return this.success;
  }

  /** Whether the handler failed. */
  isFailure(): boolean {
    return !this.success;
  }

  /** The outcome with Tasker's field names, in snake case. */
  toJSON(): Record<string, unknown> {
    return {
      success: this.success,
      result: this.result,
      error_message: this.errorMessage,
      error_type: this.errorType,
      error_code: this.errorCode,
      retryable: this.retryable,
      metadata: this.metadata,
      orchestration_metadata: this.orchestrationMetadata,
    };
  }
}
