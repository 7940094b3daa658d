import { HANDLER_ERROR, PERMANENT_ERROR } from './error-type.ts';

/** A wait that a handler asks for before the next attempt. */
export interface NapiBackoffHint {
  /** What asks for it, such as `server_requested`. Carried, never read. */
  backoffType: string;
  /** How long, in seconds. */
  delaySeconds: number;
  /** Why. Carried, never read. */
  context?: string | null;
}

/** What a step's handler has to say to the orchestrator about its next attempt. */
export interface NapiOrchestrationMetadata {
  /** Response headers of a service that was called; `retry-after` sets the wait before the next attempt. */
  headers?: Record<string, string>;
  /** What the handler knew of the error. Carried, never read. */
  errorContext?: string | null;
  /** A wait before the next attempt, where the headers and the metadata ask for none. */
  backoffHint?: NapiBackoffHint | null;
  /** Anything else. Carried, never read. */
  custom?: Record<string, unknown>;
}

/** The same as {@link NapiOrchestrationMetadata}. */
export type OrchestrationMetadata = NapiOrchestrationMetadata;

/** The fields of a {@link StepHandlerResult}. */
export interface StepHandlerResultParams {
  /** True for a success, false for a failure. */
  success: boolean;
  /** What a success brings to the steps after it. @default null */
  result?: Record<string, unknown> | null;
  /** What went wrong, for people. @default null */
  errorMessage?: string | null;
  /** The kind of error, such as `validation_error`. @default null */
  errorType?: string | null;
  /** The handler's own code, such as `MISSING_EMAIL`. @default null */
  errorCode?: string | null;
  /** Whether a failure may pass on a later attempt. @default true */
  retryable?: boolean;
  /** More about the outcome. @default {} */
  metadata?: Record<string, unknown>;
  /** What the handler has to say about its next attempt. @default null */
  orchestrationMetadata?: OrchestrationMetadata | null;
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
  declare readonly success: boolean;
  /** What a success brings to the steps after it; null in a failure. */
  declare readonly result: Record<string, unknown> | null;
  /** What went wrong, for people; null in a success. */
  declare readonly errorMessage: string | null;
  /** The kind of error, such as `validation_error`; it informs and decides nothing. Null in a success. */
  declare readonly errorType: string | null;
  /** The handler's own code, such as `MISSING_EMAIL`; null when there is none. */
  declare readonly errorCode: string | null;
  /** Whether a failure may pass on a later attempt. */
  declare readonly retryable: boolean;
  /** More about the outcome: a failure's goes into its details and the log, a success's stays with the handler. */
  declare readonly metadata: Record<string, unknown>;
  /** What the handler has to say about its next attempt; null when nothing. */
  declare readonly orchestrationMetadata: OrchestrationMetadata | null;

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
    errorType: string = HANDLER_ERROR,
    retryable: boolean = errorType !== PERMANENT_ERROR,
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
