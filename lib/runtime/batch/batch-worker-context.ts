import type { StepContext } from '../step-context.ts';
import type { CursorConfig, RustBatchWorkerInputs } from './batch-types.ts';

/** The part of the work that one batch worker has. */
export interface BatchWorkerContext {
  /** The worker's id within the step; empty where none was given. */
  batchId: string;
  /** The worker's range. */
  cursorConfig: CursorConfig;
  /** The worker's place among the workers, from 0; 0 where the range does not say. */
  batchIndex: number;
  /** How many workers there are; 1 where the range does not say. */
  totalBatches: number;
  /** Settings of the batch, such as `cursor_field` and `failure_strategy`. */
  batchMetadata: Record<string, unknown>;
  /** Where an earlier yield of this step stopped; `{}` when there was none. */
  checkpoint: Record<string, unknown>;
  /** The cursor of the last yield; undefined when there was none. */
  readonly checkpointCursor: number | string | Record<string, unknown> | undefined;
  /** How many items had been processed at the last yield; 0 when there was none. */
  readonly checkpointItemsProcessed: number;
  /** What the last yield carried over; undefined when it carried nothing. */
  readonly accumulatedResults: Record<string, unknown> | undefined;
  /** The first item; 0 where the cursor is no number. */
  readonly startCursor: number;
  /** The end of the range, its own item left out; 0 where the cursor is no number. */
  readonly endCursor: number;
  /** How many items to take at a time; the range's size where it does not say. */
  readonly stepSize: number;
  /** Whether an earlier yield of this step left a cursor to go on from. */
  hasCheckpoint(): boolean;
}

/**
 * Reads a batch worker's part from its raw form, whether the range is nested in `cursor_config` or flat. Without `lastYield`, where
 * an earlier yield of the step stopped is `checkpoint` of the data.
 */
export function createBatchWorkerContext(
  batchData: Record<string, unknown>,
  lastYield?: Record<string, unknown>,
): BatchWorkerContext {
  const range = asRecord(batchData.cursor_config) ?? batchData;
  const cursorConfig: CursorConfig = {
    startCursor: numberOr(range.start_cursor, 0),
    endCursor: numberOr(range.end_cursor, 0),
    stepSize: numberOr(range.step_size ?? range.batch_size, 1),
    metadata: asRecord(range.metadata) ?? {},
  };
  const { startCursor, endCursor, stepSize } = cursorConfig;
  const checkpoint = lastYield ?? asRecord(batchData.checkpoint) ?? {};
  const checkpointCursor = (checkpoint.cursor ?? undefined) as BatchWorkerContext['checkpointCursor'];
  return {
    batchId: typeof batchData.batch_id === 'string' ? batchData.batch_id : '',
    cursorConfig,
    batchIndex: numberOr(batchData.batch_index, 0),
    totalBatches: numberOr(batchData.total_batches, 1),
    batchMetadata: asRecord(batchData.batch_metadata) ?? {},
    checkpoint,
    checkpointCursor,
    checkpointItemsProcessed: numberOr(checkpoint.items_processed, 0),
    accumulatedResults: asRecord(checkpoint.accumulated_results),
    startCursor,
    endCursor,
    stepSize,
    hasCheckpoint: () => checkpointCursor !== undefined,
  };
}

/** The batch worker's part of the work; null for a step that is no batch worker. */
export function getBatchContext(context: StepContext): BatchWorkerContext | null {
  const cursor = asRecord(context.stepInputs.cursor);
  const { checkpoint } = context;
  if (cursor) {
    return createBatchWorkerContext({ ...cursor, batch_metadata: context.stepInputs.batch_metadata, checkpoint });
  }
  const { stepConfig, inputData, stepInputs } = context;
  const older = [stepConfig, inputData, stepInputs].map((source) => asRecord(source.batch_context)).find(Boolean);
  return older ? createBatchWorkerContext({ ...older, checkpoint }) : null;
}

/** What the step was given: its configuration, and a batch worker's cursor; null when it was given nothing. */
export function getBatchWorkerInputs(context: StepContext): Partial<RustBatchWorkerInputs> | null {
  return Object.keys(context.stepInputs).length === 0 ? null : context.stepInputs;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
