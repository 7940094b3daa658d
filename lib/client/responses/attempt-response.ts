import type { JsonValue } from '../../json.ts';
import type { StepAttempt, StepWait } from '../view/step-history.ts';

/** One run of a step's handler; Tasker keeps only the latest. Times are ISO 8601. */
export interface AttemptResponse {
  /** Which run it is, from 1. */
  readonly attempt: number;
  /** How it stands. */
  readonly state: StepAttempt['state'];
  /** When the machine asked for it. */
  readonly scheduled_at: string;
  /** When the function was invoked, or null. */
  readonly started_at: string | null;
  /** When it ended, well or not, or null. */
  readonly ended_at: string | null;
  /** How long the step waited before it: since the attempt before it ended, in ms; 0 for the first. */
  readonly waited_ms: number;
  /** Why it failed, or null. */
  readonly error: AttemptErrorResponse | null;
  /** Where its log lines are, or null. */
  readonly log: {
    /** The function, by name or ARN. */
    readonly function: string;
    /** Lambda's id of the invocation, or null where the history does not tell it, as of functions called by their ARN: their log lines have it. */
    readonly request_id: string | null;
  } | null;
  /** What the function was sent; absent where it was not asked for. */
  readonly input?: JsonValue;
}

/** Why an attempt failed. */
export interface AttemptErrorResponse {
  /** What went wrong, in a sentence. */
  readonly message: string;
  /** Tasker's type of the failure, such as `permanent_error`; without one, the error's name in States Language. */
  readonly error_type: string;
  /** The class of what the handler raised, such as `RangeError`, or null: where it is not known, or is the type. */
  readonly exception_type: string | null;
  /** The handler's own code, or null. */
  readonly error_code: string | null;
  /** Whether it may pass. */
  readonly retryable: boolean;
  /** Where it was thrown: a frame on each line, or null. */
  readonly stack: string | null;
}

/** A time in which a step was held up by other steps. Times are ISO 8601. */
export interface WaitResponse {
  /** `barrier`: for steps on which it does not depend. `branches`: at a rendezvous with dependencies in other branches. */
  readonly kind: StepWait['kind'];
  /** The steps that it waited for, the last one to settle first. */
  readonly waited_for: readonly string[];
  /** When the wait began. */
  readonly started_at: string;
  /** When it ended, or null. */
  readonly ended_at: string | null;
}

export function makeAttemptResponse(attempt: StepAttempt): AttemptResponse {
  const { error, log, input } = attempt;
  return {
    attempt: attempt.attempt,
    state: attempt.state,
    scheduled_at: attempt.scheduledAt,
    started_at: attempt.startedAt ?? null,
    ended_at: attempt.endedAt ?? null,
    waited_ms: attempt.waitedMs,
    error:
      error === undefined
        ? null
        : {
            message: error.message,
            error_type: error.type,
            exception_type: error.exceptionType ?? null,
            error_code: error.code ?? null,
            retryable: error.retryable,
            stack: error.stack ?? null,
          },
    log: log === undefined ? null : { function: log.function, request_id: log.requestId ?? null },
    ...(input !== undefined && { input }),
  };
}

export function makeWaitResponse(wait: StepWait): WaitResponse {
  return { kind: wait.kind, waited_for: wait.for, started_at: wait.from, ended_at: wait.to ?? null };
}
