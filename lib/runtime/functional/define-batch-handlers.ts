import { createBatches, noBatches } from '../batch/batch-outcome.ts';
import { type BatchWorkerContext, getBatchContext } from '../batch/batch-worker-context.ts';
import { createCursorRanges } from '../batch/cursor-ranges.ts';
import { resultOf } from '../outcome.ts';
import { StepHandler, type StepHandlerClass } from '../step-handler.ts';
import { StepHandlerResult } from '../step-handler-result.ts';
import { handlerClass } from './define-handler.ts';
import { collectArgs, type HandlerArgs, type HandlerOptions } from './handler-options.ts';

/** How an analyzer wants its items split. */
export interface BatchConfig {
  /** How many items there are; none means that no worker runs. */
  readonly totalItems: number;
  /** Items per worker. */
  readonly batchSize: number;
  /** Fields to add to the result's metadata. */
  readonly metadata?: Record<string, unknown>;
}

/**
 * Makes a handler from a function that says how many items there are; one worker runs per batch of them.
 *
 * @example
 * ```ts
 * import { defineBatchAnalyzer } from 'tasker-sfn/runtime';
 *
 * export const Analyze = defineBatchAnalyzer('Csv::Analyze', { workerTemplate: 'process_batch' }, () => ({
 *   totalItems: 1000,
 *   batchSize: 200,
 * }));
 * ```
 */
export function defineBatchAnalyzer(
  name: string,
  options: HandlerOptions & { readonly workerTemplate: string },
  fn: (args: HandlerArgs) => BatchConfig | StepHandlerResult | Promise<BatchConfig | StepHandlerResult>,
): StepHandlerClass {
  return handlerClass(StepHandler, name, options.version, async (_handler, context) => {
    const config = await fn(collectArgs(context, options));
    return config instanceof StepHandlerResult ? config : analysed(options.workerTemplate, config);
  });
}

/**
 * Makes a batch worker from a function, which gets its part of the work as `batchContext`.
 *
 * @example
 * ```ts
 * import { defineBatchWorker } from 'tasker-sfn/runtime';
 *
 * export const Work = defineBatchWorker('Csv::Work', {}, ({ batchContext }) => ({
 *   items_processed: (batchContext?.endCursor ?? 0) - (batchContext?.startCursor ?? 0),
 * }));
 * ```
 */
export function defineBatchWorker(
  name: string,
  options: HandlerOptions,
  fn: (args: HandlerArgs & { batchContext: BatchWorkerContext | null }) => unknown,
): StepHandlerClass {
  return handlerClass(StepHandler, name, options.version, async (_handler, context) =>
    resultOf(await fn({ ...collectArgs(context, options), context, batchContext: getBatchContext(context) })),
  );
}

function analysed(workerTemplate: string, { totalItems, batchSize, metadata }: BatchConfig): StepHandlerResult {
  const cursors = createCursorRanges(totalItems, batchSize).map(({ startCursor, endCursor }, index) => ({
    batch_id: `batch_${String(index).padStart(3, '0')}`,
    start_cursor: startCursor,
    end_cursor: endCursor,
    batch_size: endCursor - startCursor,
  }));
  const outcome =
    cursors.length === 0 ? noBatches() : createBatches(workerTemplate, cursors.length, cursors, totalItems);
  return StepHandlerResult.success(
    { batch_processing_outcome: outcome },
    { batch_count: cursors.length, total_items: totalItems, ...metadata },
  );
}
