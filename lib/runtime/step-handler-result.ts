import { ErrorType } from './error-type.ts';

/** What a step's handler has to say to the orchestrator about its next attempt. */
export interface OrchestrationMetadata {
  /** Response headers of a service that was called; `retry-after` sets the wait before the next attempt. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly errorContext?: unknown;
  readonly backoffHint?: unknown;
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** The fields of a {@link StepHandlerResult}. */
export interface StepHandlerResultParams {
  readonly success: boolean;
  readonly result?: Record<string, unknown> | null;
  readonly errorMessage?: string | null;
  readonly errorType?: string | null;
  readonly errorCode?: string | null;
  /** @default true */
  readonly retryable?: boolean;
  readonly metadata?: Record<string, unknown>;
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
  readonly success: boolean;
  readonly result: Record<string, unknown> | null;
  readonly errorMessage: string | null;
  readonly errorType: string | null;
  readonly errorCode: string | null;
  readonly retryable: boolean;
  readonly metadata: Record<string, unknown>;
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

  static success(result: Record<string, unknown>, metadata?: Record<string, unknown>): StepHandlerResult {
    return new StepHandlerResult({ success: true, result, metadata });
  }

  /** A failure; unless `retryable` says otherwise, only one of type `permanent_error` is permanent. */
  static failure(
    message: string,
    errorType: string = ErrorType.HANDLER_ERROR,
    retryable: boolean = errorType !== ErrorType.PERMANENT_ERROR,
    metadata?: Record<string, unknown>,
    errorCode?: string,
  ): StepHandlerResult {
    return new StepHandlerResult({ success: false, errorMessage: message, errorType, errorCode, retryable, metadata });
  }

  isSuccess(): boolean {
    return this.success;
  }

  isFailure(): boolean {
    return !this.success;
  }

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
