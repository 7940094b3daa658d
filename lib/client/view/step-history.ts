import type { JsonValue } from '../../json.ts';
import type { AttemptError } from './attempt-error.ts';

/** One run of a step's handler. Times are ISO 8601. */
export interface StepAttempt {
  /** Which run it is, from 1. */
  readonly attempt: number;
  /** How it stands: it runs, or it has ended in one of three ways. */
  readonly state: 'in_progress' | 'complete' | 'error' | 'cancelled';
  /** When the machine asked for it. */
  readonly scheduledAt: string;
  /** When the function was invoked; absent before that, and where the engine does not tell. */
  readonly startedAt?: string;
  /** Of a state that waits for a token or for the end of a job: when the service had taken it on. */
  readonly submittedAt?: string;
  /** When it ended, well or not. */
  readonly endedAt?: string;
  /** How long its function took to start, in ms; only where its log was read, and said that it started anew. */
  readonly initMs?: number;
  /** How long the step waited before it: since the attempt before it ended, in ms; 0 for the first. */
  readonly waitedMs: number;
  /** Why it failed, with the stack where it is known. */
  readonly error?: AttemptError;
  /** What the function was sent; only where the view was asked to keep it. */
  readonly input?: JsonValue;
  /** Where its log lines are; absent where the definition names no function. */
  readonly log?: LogLocation;
}

/** Where an attempt has logged. */
export interface LogLocation {
  /** The function, by name or ARN. */
  readonly function: string;
  /**
   * Lambda's id of the invocation, where the history tells it: of attempts that succeeded in machines which call functions by `lambda:invoke`.
   * Ours call them by their ARN, and what a function then replies is its result alone; its log lines have the id: see `TaskerClient.readLogs`.
   */
  readonly requestId?: string;
}

/** A time in which a step was held up by other steps. Times are ISO 8601. */
export interface StepWait {
  /**
   * `barrier`: its dependencies were complete, and the plan made it wait for others. `branches`: it came to a rendezvous
   * with dependencies in other branches, and they had not settled.
   */
  readonly kind: 'barrier' | 'branches';
  /** The steps that it waited for, the last one to settle first. */
  readonly for: readonly string[];
  /** When the wait began. */
  readonly from: string;
  /** When it ended; absent while it lasts. */
  readonly to?: string;
}
