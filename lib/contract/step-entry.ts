import type { JsonObject } from '../json.ts';

/**
 * What a settled step leaves in the state data. Exactly one of these lies at the step's address once control has
 * passed it, so every address the compiler knows can be read without a test.
 */
export type StepEntry = CompletedEntry | FailedEntry | IsolatedEntry | BlockedEntry | SkippedEntry;

/** The step's handler succeeded. The presence of `result` is the one test for success. */
export interface CompletedEntry {
  /** What the handler returned, or a reference to it. */
  readonly result: JsonObject;
  /** The dependencies that others do not imply: from one entry to the next, they lead to all ancestors. */
  readonly after: readonly string[];
  /** Of a decision: the steps that its outcome names, each once. States Language can ask for a member, and not search a list. */
  readonly activate?: Readonly<Record<string, true>>;
  /** Of a batch: what each worker left, in the order of the parts. Those are steps of the task, and the batch itself is none. */
  readonly workers?: readonly WorkerEntry[];
}

/** The step failed for good: its error was permanent, or its attempts are used up. */
export interface FailedEntry {
  /** What went wrong. */
  readonly failure: {
    /** The step's name. */
    readonly step: string;
    /** The error output of States Language: `Error`, and usually `Cause`. */
    readonly caught: {
      /** The error's name. */
      readonly Error: string;
      /** What is said of it. */
      readonly Cause?: string;
    };
  };
}

/** Of a batch that isolates failures: all its workers have ended, and some of them have failed. */
export interface IsolatedEntry {
  /** What each worker left, in the order of the parts. */
  readonly isolated: readonly WorkerEntry[];
}

/** The step never ran: one of its dependencies failed or was blocked. Holds the step's own name. */
export interface BlockedEntry {
  readonly blocked: string;
}

/** The step never ran: no decision chose it, and none of the steps that it follows. */
export interface SkippedEntry {
  readonly skipped: true;
  readonly after: readonly string[];
}

/** What a worker of a batch leaves beside its own entry. */
export type WorkerEntry = (CompletedEntry | FailedEntry) & {
  /** Its name as a step of the task. */
  readonly worker: string;
  /** Its part of the work. */
  readonly cursor: JsonObject;
};
