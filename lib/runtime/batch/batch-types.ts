/** A range of items: from `startCursor`, up to but without `endCursor`. */
export interface CursorConfig {
  /** The first item. */
  startCursor: number;
  /** The end of the range; its own item is not part of it. */
  endCursor: number;
  /** How many items a worker takes at a time. */
  stepSize: number;
  /** Anything that the analyzer wants its worker to know. */
  metadata: Record<string, unknown>;
}

/** A range of items for one of a number of workers. */
export interface BatchWorkerConfig {
  /** The worker's id, from `001`. */
  batch_id: string;
  /** The first item. */
  cursor_start: number;
  /** The end of the range; its own item is not part of it. */
  cursor_end: number;
  /** How many items the range has. */
  row_count: number;
  /** The worker's place among the workers, from 0. */
  worker_index: number;
  /** How many workers were asked for. */
  total_workers: number;
  /** Anything that the worker should know. */
  metadata?: Record<string, unknown>;
}

/** A range as it travels to a batch worker. Cursors may be any JSON. */
export interface RustCursorConfig {
  /** The worker's id within the step; part of the worker's name. */
  batch_id: string;
  /** Where the worker begins. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- handlers that Tasker shows take it for a number
  start_cursor: any;
  /** Where the worker ends; its own item is not part of the range. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  end_cursor: any;
  /** How many items the range has. */
  batch_size: number;
}

/**
 * What becomes of a batch when one of its workers fails: go on with the rest, stop at once, or finish the others and
 * then stop.
 */
export type FailureStrategy = 'continue_on_failure' | 'fail_fast' | 'isolate';

/** Settings of a batch, from `batch_config` of the template. */
export interface BatchMetadata {
  /** The field that the cursors count. */
  cursor_field: string;
  /** What becomes of the batch when a worker fails. */
  failure_strategy: FailureStrategy;
}

/** What a batch worker is given beside the task's context. */
export interface RustBatchWorkerInputs {
  /** The worker's range. */
  cursor: RustCursorConfig;
  /** Settings of the batch, from `batch_config` of the template. */
  batch_metadata: BatchMetadata;
  /** A placeholder worker of a batch that turned out empty. */
  is_no_op: boolean;
}

/** There is nothing to work on; no worker runs. */
export interface NoBatchesOutcome {
  /** Tells this outcome from {@link CreateBatchesOutcome}. */
  type: 'no_batches';
}

/** One worker runs per range. */
export interface CreateBatchesOutcome {
  /** Tells this outcome from {@link NoBatchesOutcome}. */
  type: 'create_batches';
  /** The template's step of type `batch_worker` that each range is given to. */
  worker_template_name: string;
  /** How many workers run; as many as there are ranges. */
  worker_count: number;
  /** The ranges, one per worker. */
  cursor_configs: RustCursorConfig[];
  /** How many items there are in all ranges. */
  total_items: number;
}

/** What a batchable step decided. Tasker: "Batch processing". */
export type BatchProcessingOutcome = NoBatchesOutcome | CreateBatchesOutcome;

/** Ranges as an analyzer reports them; see {@link BatchableStepHandler.batchAnalyzerSuccess}. */
export interface BatchAnalyzerOutcome {
  /** The ranges, one per worker. */
  cursorConfigs: CursorConfig[];
  /** How many items there are; null when nobody counted. */
  totalItems: number | null;
  /** Anything that the workers should know. */
  batchMetadata: Record<string, unknown>;
}

/** What one batch worker did. */
export interface BatchWorkerOutcome {
  /** How many items the worker looked at. */
  itemsProcessed: number;
  /** How many of them succeeded. */
  itemsSucceeded: number;
  /** How many of them failed. */
  itemsFailed: number;
  /** How many of them were left out. */
  itemsSkipped: number;
  /** What came of the items. */
  results: Record<string, unknown>[];
  /** What went wrong with items. */
  errors: Record<string, unknown>[];
  /** The last item that was looked at; null when nobody says. */
  lastCursor: number | null;
  /** Anything else about the worker's run. */
  batchMetadata: Record<string, unknown>;
}

/** The sum of what the batch workers did. */
export interface BatchAggregationResult {
  /** The sum of `items_processed`. */
  total_processed: number;
  /** The sum of `items_succeeded`. */
  total_succeeded: number;
  /** The sum of `items_failed`. */
  total_failed: number;
  /** The sum of `items_skipped`. */
  total_skipped: number;
  /** How many workers left a result. */
  batch_count: number;
  /** 0 to 1. */
  success_rate: number;
  /** The first errors of all workers, in the workers' order. */
  errors: Record<string, unknown>[];
  /** How many errors there were, those that were not kept included. */
  error_count: number;
}
