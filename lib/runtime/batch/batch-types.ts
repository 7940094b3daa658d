/** A range of items: from `startCursor`, up to but without `endCursor`. */
export interface CursorConfig {
  readonly startCursor: number;
  readonly endCursor: number;
  readonly stepSize: number;
  readonly metadata: Record<string, unknown>;
}

/** A range of items for one of a number of workers. */
export interface BatchWorkerConfig {
  readonly batch_id: string;
  readonly cursor_start: number;
  readonly cursor_end: number;
  readonly row_count: number;
  readonly worker_index: number;
  readonly total_workers: number;
  readonly metadata?: Record<string, unknown>;
}

/** A range as it travels to a batch worker. Cursors may be any JSON. */
export interface RustCursorConfig {
  readonly batch_id: string;
  readonly start_cursor: unknown;
  readonly end_cursor: unknown;
  readonly batch_size: number;
}

export type FailureStrategy = 'continue_on_failure' | 'fail_fast' | 'isolate';

export interface BatchMetadata {
  readonly cursor_field: string;
  readonly failure_strategy: FailureStrategy;
}

/** What a batch worker is given beside the task's context. */
export interface RustBatchWorkerInputs {
  readonly cursor: RustCursorConfig;
  readonly batch_metadata: BatchMetadata;
  /** A placeholder worker of a batch that turned out empty. */
  readonly is_no_op: boolean;
}

export interface NoBatchesOutcome {
  readonly type: 'no_batches';
}

export interface CreateBatchesOutcome {
  readonly type: 'create_batches';
  readonly worker_template_name: string;
  readonly worker_count: number;
  readonly cursor_configs: RustCursorConfig[];
  readonly total_items: number;
}

/** What a batchable step decided. Tasker: "Batch processing". */
export type BatchProcessingOutcome = NoBatchesOutcome | CreateBatchesOutcome;

export interface BatchAnalyzerOutcome {
  readonly cursorConfigs: CursorConfig[];
  readonly totalItems: number | null;
  readonly batchMetadata: Record<string, unknown>;
}

/** What one batch worker did. */
export interface BatchWorkerOutcome {
  readonly itemsProcessed: number;
  readonly itemsSucceeded: number;
  readonly itemsFailed: number;
  readonly itemsSkipped: number;
  readonly results: Record<string, unknown>[];
  readonly errors: Record<string, unknown>[];
  readonly lastCursor: number | null;
  readonly batchMetadata: Record<string, unknown>;
}

/** The sum of what the batch workers did. */
export interface BatchAggregationResult {
  readonly total_processed: number;
  readonly total_succeeded: number;
  readonly total_failed: number;
  readonly total_skipped: number;
  readonly batch_count: number;
  /** 0 to 1. */
  readonly success_rate: number;
  readonly errors: Record<string, unknown>[];
  readonly error_count: number;
}
