import { applyMembers } from '../apply-members.ts';
import { ErrorType } from '../error-type.ts';
import type { StepContext } from '../step-context.ts';
import { StepHandler } from '../step-handler.ts';
import { StepHandlerResult } from '../step-handler-result.ts';
import { type BatchAggregationScenario, detectAggregationScenario } from './batch-aggregation.ts';
import { createBatches, noBatches } from './batch-outcome.ts';
import type {
  BatchAnalyzerOutcome,
  BatchWorkerConfig,
  BatchWorkerOutcome,
  CursorConfig,
  RustBatchWorkerInputs,
} from './batch-types.ts';
import { type BatchWorkerContext, getBatchContext, getBatchWorkerInputs } from './batch-worker-context.ts';
import { createCursorConfig, createCursorConfigs, createCursorRanges } from './cursor-ranges.ts';

/** The result of a batchable or batch worker handler. */
export type BatchableResult = StepHandlerResult;

/** Where a handler stops for now: a number, a text or an object. */
export type CheckpointCursor = number | string | Record<string, unknown>;

/** What a handler that yields leaves behind for its next run. */
export interface Checkpoint {
  /** Where to go on. */
  readonly cursor: CheckpointCursor;
  /** How many items have been processed so far. */
  readonly itemsProcessed: number;
  /** Anything else to carry over. */
  readonly accumulatedResults?: Record<string, unknown>;
}

const METHODS = [
  'createCursorConfig',
  'createCursorRanges',
  'createCursorConfigs',
  'createBatchOutcome',
  'createWorkerOutcome',
  'getBatchContext',
  'getBatchWorkerInputs',
  'handleNoOpWorker',
  'batchAnalyzerSuccess',
  'batchWorkerSuccess',
  'checkpointYield',
  'detectAggregationScenario',
  'noBatchesAggregationResult',
  'aggregateBatchWorkerResults',
] as const;

/** What a handler can do that splits work into batches, works on one, or adds them up. */
export type Batchable = Pick<BatchableStepHandler, (typeof METHODS)[number]>;

/**
 * A handler that splits work into batches, works on one of them, or adds up their results. Tasker: "Batch processing".
 *
 * @example
 * ```ts
 * import { BatchableStepHandler } from 'tasker-sfn/runtime';
 *
 * export class AnalyzeHandler extends BatchableStepHandler {
 *   static override handlerName = 'Csv::AnalyzeHandler';
 *
 *   async call() {
 *     return this.batchSuccess('process_batch', this.createCursorConfigs(1000, 5));
 *   }
 * }
 * ```
 */
export abstract class BatchableStepHandler extends StepHandler {
  /** Makes one range: from `start`, up to but without `end`. @default stepSize 1 */
  createCursorConfig(start: number, end: number, stepSize?: number, metadata?: Record<string, unknown>): CursorConfig {
    return createCursorConfig(start, end, stepSize, metadata);
  }

  /**
   * Splits the items into ranges of `batchSize`; larger ones when there would be more than `maxBatches`. Throws when
   * `batchSize` is not above 0.
   */
  createCursorRanges(totalItems: number, batchSize: number, stepSize?: number, maxBatches?: number): CursorConfig[] {
    return createCursorRanges(totalItems, batchSize, stepSize, maxBatches);
  }

  /**
   * Splits the items evenly among workers, with ids from `001`; fewer ranges when there are fewer items. Throws when
   * there is no worker.
   */
  createCursorConfigs(totalItems: number, workerCount: number): BatchWorkerConfig[] {
    return createCursorConfigs(totalItems, workerCount);
  }

  /** Splits the items into ranges, as {@link batchAnalyzerSuccess} takes them. */
  createBatchOutcome(
    totalItems: number,
    batchSize: number,
    stepSize?: number,
    batchMetadata: Record<string, unknown> = {},
  ): BatchAnalyzerOutcome {
    return { cursorConfigs: createCursorRanges(totalItems, batchSize, stepSize), totalItems, batchMetadata };
  }

  /** Without `itemsSucceeded`, all processed items count as succeeded. */
  createWorkerOutcome(
    itemsProcessed: number,
    itemsSucceeded = 0,
    itemsFailed = 0,
    itemsSkipped = 0,
    results: Record<string, unknown>[] = [],
    errors: Record<string, unknown>[] = [],
    lastCursor: number | null = null,
    batchMetadata: Record<string, unknown> = {},
  ): BatchWorkerOutcome {
    return {
      itemsProcessed,
      itemsSucceeded: itemsSucceeded || itemsProcessed,
      itemsFailed,
      itemsSkipped,
      results,
      errors,
      lastCursor,
      batchMetadata,
    };
  }

  /** The worker's part of the work; null for a step that is no batch worker. */
  getBatchContext(context: StepContext): BatchWorkerContext | null {
    return getBatchContext(context);
  }

  /** What the step was given: its configuration, and a batch worker's cursor; null when it was given nothing. */
  getBatchWorkerInputs(context: StepContext): Partial<RustBatchWorkerInputs> | null {
    return getBatchWorkerInputs(context);
  }

  /** The result of a placeholder worker; null for a worker that has work. */
  handleNoOpWorker(context: StepContext): StepHandlerResult | null {
    const inputs = getBatchWorkerInputs(context);
    if (inputs?.is_no_op !== true) return null;
    return StepHandlerResult.success({
      batch_id: inputs.cursor?.batch_id ?? 'no_op',
      no_op: true,
      processed_count: 0,
      message: 'No batches to process',
      processed_at: new Date().toISOString(),
    });
  }

  /** Reports ranges under `batch_analyzer_outcome`, which creates no workers; {@link batchSuccess} does. */
  batchAnalyzerSuccess(outcome: BatchAnalyzerOutcome, metadata?: Record<string, unknown>): StepHandlerResult {
    const cursor_configs = outcome.cursorConfigs.map((config) => ({
      start_cursor: config.startCursor,
      end_cursor: config.endCursor,
      step_size: config.stepSize,
      metadata: config.metadata,
    }));
    return StepHandlerResult.success(
      {
        batch_analyzer_outcome: {
          cursor_configs,
          total_items: outcome.totalItems,
          batch_metadata: outcome.batchMetadata,
        },
      },
      { ...metadata, batch_analyzer: true },
    );
  }

  /** Has one worker run for each range. */
  batchSuccess(
    workerTemplateName: string,
    configs: readonly BatchWorkerConfig[],
    metadata: Record<string, unknown> = {},
  ): StepHandlerResult {
    const cursors = configs.map((config) => ({
      batch_id: config.batch_id,
      start_cursor: config.cursor_start,
      end_cursor: config.cursor_end,
      batch_size: config.row_count,
    }));
    const totalItems = configs.reduce((total, config) => total + config.row_count, 0);
    const outcome = createBatches(workerTemplateName, cursors.length, cursors, totalItems);
    return StepHandlerResult.success({ batch_processing_outcome: outcome, ...metadata });
  }

  /** Has no worker run. */
  noBatchesResult(reason?: string, metadata: Record<string, unknown> = {}): StepHandlerResult {
    return StepHandlerResult.success({
      batch_processing_outcome: noBatches(),
      ...(reason !== undefined && { reason }),
      ...metadata,
    });
  }

  /** A worker's success, its counts under `batch_worker_outcome`. */
  batchWorkerSuccess(outcome: BatchWorkerOutcome, metadata?: Record<string, unknown>): StepHandlerResult {
    return StepHandlerResult.success(
      {
        batch_worker_outcome: {
          items_processed: outcome.itemsProcessed,
          items_succeeded: outcome.itemsSucceeded,
          items_failed: outcome.itemsFailed,
          items_skipped: outcome.itemsSkipped,
          results: outcome.results,
          errors: outcome.errors,
          last_cursor: outcome.lastCursor,
          batch_metadata: outcome.batchMetadata,
        },
      },
      { ...metadata, batch_worker: true },
    );
  }

  /** Asks to be run again from the cursor, without using up an attempt. Tasker: "Checkpoint yielding". */
  checkpointYield(
    cursor: CheckpointCursor,
    itemsProcessed: number,
    accumulatedResults?: Record<string, unknown>,
  ): StepHandlerResult;
  checkpointYield(checkpoint: Checkpoint): StepHandlerResult;
  checkpointYield(
    given: CheckpointCursor | Checkpoint,
    items?: number,
    accumulated?: Record<string, unknown>,
  ): StepHandlerResult {
    // A cursor may be an object too, but then the number of items comes beside it.
    const { cursor, itemsProcessed, accumulatedResults } =
      items === undefined
        ? (given as Checkpoint)
        : { cursor: given, itemsProcessed: items, accumulatedResults: accumulated };
    return StepHandlerResult.success(
      {
        type: 'checkpoint_yield',
        cursor,
        items_processed: itemsProcessed,
        ...(accumulatedResults !== undefined && { accumulated_results: accumulatedResults }),
      },
      { checkpoint_yield: true, batch_worker: true },
    );
  }

  /** Finds out whether there were batches, and collects their results. Throws when neither is to be found. */
  detectAggregationScenario(
    dependencyResults: Record<string, unknown>,
    batchableStepName: string,
    batchWorkerPrefix: string,
  ): BatchAggregationScenario {
    return detectAggregationScenario(dependencyResults, batchableStepName, batchWorkerPrefix);
  }

  /** The success of a convergence without batches: `worker_count` 0, and the given metrics. */
  noBatchesAggregationResult(zeroMetrics?: Record<string, unknown>): StepHandlerResult {
    return nothingToAggregate(zeroMetrics);
  }

  /**
   * The success of a convergence: what `aggregate` makes of the workers' results, or the given metrics without batches.
   */
  aggregateBatchWorkerResults(
    scenario: BatchAggregationScenario,
    zeroMetrics?: Record<string, unknown>,
    aggregate: (batchResults: BatchAggregationScenario['batchResults']) => Record<string, unknown> = (results) => ({
      batch_results: results,
    }),
  ): StepHandlerResult {
    if (scenario.isNoBatches) return nothingToAggregate(zeroMetrics);
    return StepHandlerResult.success({
      ...aggregate(scenario.batchResults),
      worker_count: scenario.workerCount,
      scenario: 'with_batches',
    });
  }
}

/** The batch methods for handlers that extend something else, to bind one by one; see {@link applyBatchable}. */
export class BatchableMixin extends BatchableStepHandler {
  /** Fails for good: the mixin is no handler itself. */
  async call(): Promise<StepHandlerResult> {
    return this.failure(
      'BatchableMixin lends its methods to handlers; it is not one itself.',
      ErrorType.PERMANENT_ERROR,
      false,
    );
  }
}

/** Gives a handler all batch methods. */
export function applyBatchable<T extends object>(target: T): T & Batchable {
  return applyMembers(target, BatchableStepHandler.prototype as Batchable, METHODS);
}

function nothingToAggregate(zeroMetrics: Record<string, unknown> = {}): StepHandlerResult {
  return StepHandlerResult.success({ worker_count: 0, scenario: 'no_batches', ...zeroMetrics });
}
