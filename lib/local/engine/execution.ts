import type { HistoryEvent } from '../../states-language/history.ts';
import type { MapRunRecord, MapRunSettings } from './distributed/map-run-record.ts';
import type { TaskTokens } from './task/task-tokens.ts';

/** What is left of an execution that has ended: all that a redrive needs. */
export interface EarlierExecution {
  /** The execution's ARN. */
  readonly arn: string;
  /** All of its events, in order. */
  readonly history: readonly HistoryEvent[];
  /** The runs of its distributed Maps. */
  readonly mapRuns: readonly MapRunRecord[];
  /** A child execution of one of its Map Runs that has not succeeded; undefined when nothing is known of it. */
  readonly child: (arn: string) => EarlierExecution | undefined;
}

/** A running or finished execution. */
export interface Execution extends EarlierExecution {
  /** The events so far. */
  readonly history: readonly HistoryEvent[];
  /** Settles when the execution ends, however it ends; never rejects. */
  readonly finished: Promise<ExecutionOutcome>;
  /** Answers the tasks of this execution that wait to be told their result. */
  readonly tokens: TaskTokens;
  /** Ends the execution as `StopExecution` does. */
  stop(error?: string, cause?: string): void;
  /** Changes what is wished of one of its Map Runs, as `UpdateMapRun` does. */
  updateMapRun(arn: string, changes: Partial<MapRunSettings>): void;
}

/** How an execution ended; dates in ms since 1970. */
export interface ExecutionOutcome {
  /** How it ended. */
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** JSON text. */
  readonly output?: string;
  /** The name of the error with which it failed. */
  readonly error?: string;
  /** What went wrong. */
  readonly cause?: string;
  /** When it started. */
  readonly startDate: number;
  /** When it ended. */
  readonly stopDate: number;
}
