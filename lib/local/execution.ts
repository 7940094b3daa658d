import type { HistoryEvent } from '../contract/history.ts';
import type { TaskTokens } from './task-tokens.ts';

/** A running or finished execution. */
export interface Execution {
  readonly arn: string;
  /** The events so far. */
  readonly history: readonly HistoryEvent[];
  /** Settles when the execution ends, however it ends; never rejects. */
  readonly finished: Promise<ExecutionOutcome>;
  /** Answers the tasks of this execution that wait to be told their result. */
  readonly tokens: TaskTokens;
  /** Ends the execution as `StopExecution` does. */
  stop(error?: string, cause?: string): void;
}

/** How an execution ended; dates in ms since 1970. */
export interface ExecutionOutcome {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly startDate: number;
  readonly stopDate: number;
}
