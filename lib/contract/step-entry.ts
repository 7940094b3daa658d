import type { JsonObject } from '../json.ts';
import type { BatchInstance, BatchList } from './batch.ts';

/**
 * What a settled step leaves in the state data, at its address. A step that is blocked leaves nothing, or {@link BlockedEntry} where the
 * container of a branch would otherwise not be there.
 */
export type StepEntry = CompletedEntry | FailedEntry | IsolatedEntry | BlockedEntry | SkippedEntry;

/** The step's handler succeeded. The presence of `result` is the one test for success. */
export interface CompletedEntry {
  /** What the handler returned, or a reference to it; null where an operator resolved the step without a result. */
  readonly result: JsonObject | null;
  /** The dependencies that others do not imply: from one entry to the next, they lead to all ancestors. */
  readonly after: readonly string[];
  /** Of a decision: the steps that its outcome names, each once. States Language can ask for a member, and not search a list. */
  readonly activate?: Readonly<Record<string, true>>;
  /** Of a batchable step: the workers that run, or where they are listed. */
  readonly batches?: readonly BatchInstance[] | BatchList;
  /** Of a batch: what each worker left, in the order of the parts. Those are steps of the task, and the batch itself is none. */
  readonly workers?: readonly WorkerEntry[];
  /** Of a batch whose workers ran in child executions: what each of those tells. What the workers left lies outside of the state data. */
  readonly children?: readonly ChildOutput[];
}

/** What a child execution of a batch tells of its workers: of those that failed, how many, and the first failure. */
export interface ChildOutput extends Partial<FailedEntry> {
  /** How many have failed. @default none */
  readonly failed?: number;
}

/** The step failed for good: its error was permanent, or its attempts are used up. */
export interface FailedEntry {
  /** What went wrong. It may lie beside a result: a redriven step that had completed, and could not be asked again, keeps what it had. */
  readonly failure: {
    /** Of a batch: the worker. */
    readonly step?: string;
    /** What the state machine caught. */
    readonly caught: Caught;
  };
}

/** The error output of States Language. */
export interface Caught {
  /** The error's name. */
  readonly Error: string;
  /** What is said of it; usually there. */
  readonly Cause?: string;
}

/** Of a batch that isolates failures: all its workers have ended, and some of them have failed. */
export interface IsolatedEntry {
  /** What each worker left, in the order of the parts; of workers that ran in child executions, what each of those tells. */
  readonly isolated: readonly (WorkerEntry | ChildOutput)[];
}

/** The step never ran: one of its dependencies failed or was blocked. */
export interface BlockedEntry {
  readonly blocked: true;
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
