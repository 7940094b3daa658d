/** How a run of a distributed Map stands, as `DescribeMapRun` tells it; dates in ms since 1970. */
export interface MapRunRecord {
  /** The run's ARN. */
  readonly arn: string;
  /** How the run stands. */
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** When it started, in ms since 1970. */
  readonly startDate: number;
  /** When it ended, in ms since 1970; absent while it goes on. */
  readonly stopDate?: number;
  /** What can be changed while it goes on. */
  readonly settings: MapRunSettings;
  /** How often it has been redriven. */
  readonly redriveCount: number;
  /** When it was last redriven, in ms since 1970. */
  readonly redriveDate?: number;
  /** Its items by status. */
  readonly itemCounts: MapRunCounts;
  /** Its child executions by status. */
  readonly executionCounts: MapRunCounts;
  /** What a redrive needs; empty when the run has succeeded. */
  readonly children: readonly MapRunChild[];
  /** The files with the results of children that succeeded, of all attempts. */
  readonly succeededFiles: readonly ResultFile[];
}

/** What `UpdateMapRun` can change while the run goes on; 0 means that there is no such limit. */
export interface MapRunSettings {
  /** Child executions that run at once, at most. */
  readonly maxConcurrency: number;
  /** The percentage of items that may fail before the run does. */
  readonly toleratedFailurePercentage: number;
  /** The number of items that may fail before the run does. */
  readonly toleratedFailureCount: number;
}

/** Items or child executions by status. */
export interface MapRunCounts {
  /** Those that have not started. */
  readonly pending: number;
  /** Those that run. */
  readonly running: number;
  /** Those that have succeeded. */
  readonly succeeded: number;
  /** Those that have failed. */
  readonly failed: number;
  /** Those that took too long. */
  readonly timedOut: number;
  /** Those that were stopped. */
  readonly aborted: number;
  /** All of them. */
  readonly total: number;
  /** Those whose results are in a file. */
  readonly resultsWritten: number;
  /** Those that have failed and that no redrive can help. */
  readonly failuresNotRedrivable: number;
  /** Those that have failed and are about to be redriven. */
  readonly pendingRedrive: number;
}

/** A child execution, or the input of one that has not started. */
export interface MapRunChild {
  /** How the child stands. */
  readonly status: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** JSON text. */
  readonly input: string;
  /** How many items the input holds. */
  readonly items: number;
  /** How often it has been redriven. */
  readonly redriveCount: number;
  /** The child's ARN; absent until it has started. */
  readonly arn?: string;
  /** When it started, in ms since 1970. */
  readonly startDate?: number;
  /** When it ended, in ms since 1970. */
  readonly stopDate?: number;
  /** JSON text. */
  readonly output?: string;
  /** The name of the error with which it failed. */
  readonly error?: string;
  /** What went wrong. */
  readonly cause?: string;
  /** Whether it has failed and is about to be redriven. */
  readonly isPendingRedrive?: boolean;
  /** Whether it has failed and a redrive of the run cannot change that. */
  readonly isLost?: boolean;
  /** Whether a result file holds it. */
  readonly isWritten?: boolean;
}

/** A file that a ResultWriter has written, as its manifest names it. */
export interface ResultFile {
  /** The file's key in its bucket. */
  readonly Key: string;
  /** The file's size in bytes. */
  readonly Size: number;
}
