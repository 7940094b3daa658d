/** How a run of a distributed Map stands, as `DescribeMapRun` tells it; dates in ms since 1970. */
export interface MapRunRecord {
  readonly arn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startDate: number;
  readonly stopDate?: number;
  readonly settings: MapRunSettings;
  readonly redriveCount: number;
  readonly redriveDate?: number;
  readonly itemCounts: MapRunCounts;
  readonly executionCounts: MapRunCounts;
  /** What a redrive needs; empty when the run has succeeded. */
  readonly children: readonly MapRunChild[];
  /** The files with the results of children that succeeded, of all attempts. */
  readonly succeededFiles: readonly ResultFile[];
}

/** What `UpdateMapRun` can change while the run goes on; 0 means that there is no such limit. */
export interface MapRunSettings {
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly toleratedFailureCount: number;
}

/** Items or child executions by status. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  readonly resultsWritten: number;
  readonly failuresNotRedrivable: number;
  readonly pendingRedrive: number;
}

/** A child execution, or the input of one that has not started. */
export interface MapRunChild {
  readonly status: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** JSON text. */
  readonly input: string;
  /** How many items the input holds. */
  readonly items: number;
  readonly redriveCount: number;
  readonly arn?: string;
  readonly startDate?: number;
  readonly stopDate?: number;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
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
  readonly Key: string;
  readonly Size: number;
}
