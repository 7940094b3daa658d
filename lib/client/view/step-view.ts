import type { JsonObject } from '../../json.ts';

/** A step's state in Tasker's words. A step that can never run is `pending` and `blocked`. */
export type StepState = 'pending' | 'in_progress' | 'waiting_for_retry' | 'complete' | 'error' | 'cancelled';

/** One step of a task, rebuilt from the execution's history. Times are ISO 8601. */
export interface StepView {
  /** The step's name in the template. */
  readonly name: string;
  /** The step's state. */
  readonly state: StepState;
  /** True when a step that this one depends on has failed: it will not run in this execution. */
  readonly blocked?: true;
  /** The failed steps that block this one, sorted. */
  readonly blockedBy?: readonly string[];
  /** The declared dependencies. */
  readonly dependencies: readonly string[];
  /** Runs of the handler so far, the present one included; faults of the Lambda service do not count. */
  readonly attempts: number;
  /** Runs of the handler at most, the first included. */
  readonly maxAttempts: number;
  /** What the handler returned, or a reference to it where it was too large to travel: see `isParked`. */
  readonly result?: JsonObject;
  /** The last error: of the step when its state is `error`, of the last attempt while it waits or runs again. */
  readonly error?: AttemptError;
  /** When control first entered the step. */
  readonly startedAt?: string;
  /** When the step settled, well or not. */
  readonly completedAt?: string;
  /** When the latest attempt began. */
  readonly lastAttemptedAt?: string;
  /** When the latest failed attempt ended. */
  readonly lastFailureAt?: string;
  /** When the next attempt begins, at the latest: retriers draw a random part of their delay. */
  readonly nextRetryAt?: string;
}

/** Why an attempt failed. */
export interface AttemptError {
  /** Tasker's error type, such as `permanent_error`; without one, the error's name in States Language. */
  readonly type: string;
  /** The handler's own code; absent where it gave none. */
  readonly code?: string;
  /** What went wrong, in a sentence. */
  readonly message: string;
  /** Whether the failure may pass. */
  readonly retryable: boolean;
}
