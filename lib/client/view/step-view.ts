import type { JsonObject } from '../../contract/json.ts';

/** A step's state in Tasker's words. A step that can never run is `pending` and `blocked`. */
export type StepState = 'pending' | 'in_progress' | 'waiting_for_retry' | 'complete' | 'error' | 'cancelled';

/** One step of a task, rebuilt from the execution's history. Times are ISO 8601. */
export interface StepView {
  readonly name: string;
  readonly state: StepState;
  /** True when a step that this one depends on has failed: it will not run in this execution. */
  readonly blocked?: true;
  /** The failed steps that block this one, sorted. */
  readonly blockedBy?: readonly string[];
  /** The declared dependencies. */
  readonly dependencies: readonly string[];
  /** Runs of the handler so far, the present one included; faults of the Lambda service do not count. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** What the handler returned, or a reference to it where it was too large to travel: see `isParked`. */
  readonly result?: JsonObject;
  /** The last error: of the step when its state is `error`, of the last attempt while it waits or runs again. */
  readonly error?: StepError;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly lastAttemptedAt?: string;
  readonly lastFailureAt?: string;
  /** When the next attempt begins, at the latest: retriers draw a random part of their delay. */
  readonly nextRetryAt?: string;
}

/** Why an attempt failed. */
export interface StepError {
  /** Tasker's error type, such as `permanent_error`; without one, the error's name in States Language. */
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly retryable: boolean;
}
