import type { BatchAggregationResult } from './batch-types.ts';

/** What a step that follows batch workers finds: no batch at all, or each worker's result. */
export interface BatchAggregationScenario {
  /** Whether the batchable step found nothing to work on. */
  readonly isNoBatches: boolean;
  /** The result of the batchable step. */
  readonly batchableResult: Record<string, unknown>;
  /** By step name. */
  readonly batchResults: Record<string, Record<string, unknown>>;
  /** How many workers left a result; 0 without batches. */
  readonly workerCount: number;
}

/**
 * Finds out from a context's `dependencyResults` whether there were batches, and collects their results. Throws when the
 * batchable step is no ancestor, and when it split its work and no worker's name begins with the prefix.
 */
export function detectAggregationScenario(
  dependencyResults: Record<string, unknown>,
  batchableStepName: string,
  batchWorkerPrefix: string,
): BatchAggregationScenario {
  const batchable = dependencyResults[batchableStepName];
  if (batchable === undefined || batchable === null) {
    throw new Error(`Missing batchable step dependency: ${batchableStepName}`);
  }
  const batchableResult = unwrap(batchable);
  const outcome = batchableResult.batch_processing_outcome as { type?: unknown } | string | undefined | null;
  if ((typeof outcome === 'string' ? outcome : outcome?.type) === 'no_batches') {
    return { isNoBatches: true, batchableResult, batchResults: {}, workerCount: 0 };
  }
  const workers = Object.entries(dependencyResults).filter(([step]) => step.startsWith(batchWorkerPrefix));
  if (workers.length === 0) {
    throw new Error(
      `No batch workers found with prefix "${batchWorkerPrefix}", and "${batchableStepName}" did not say that there are no batches.`,
    );
  }
  const batchResults = Object.fromEntries(workers.map(([step, entry]) => [step, unwrap(entry)]));
  return { isNoBatches: false, batchableResult, batchResults, workerCount: workers.length };
}

/**
 * Adds up the `items_*` counts of the workers' results, nested under `batch_worker_outcome` or not; keeps the first `maxErrors` errors. Tasker: "Batch processing".
 *
 * @example
 * ```ts
 * import { aggregateBatchResults } from 'tasker-sfn/runtime';
 * const { total_processed } = aggregateBatchResults([{ items_processed: 200 }, { items_processed: 150 }]);
 * ```
 */
export function aggregateBatchResults(
  workerResults: readonly (Record<string, unknown> | null | undefined)[],
  maxErrors = 100,
): BatchAggregationResult {
  const results = workerResults.flatMap((result) => (result ? [countsIn(result)] : []));
  const sum = (key: string) => results.reduce((total, result) => total + (Number(result[key]) || 0), 0);
  const errors = results.flatMap(({ errors }) => (Array.isArray(errors) ? (errors as Record<string, unknown>[]) : []));
  const processed = sum('items_processed');
  const succeeded = sum('items_succeeded');
  return {
    total_processed: processed,
    total_succeeded: succeeded,
    total_failed: sum('items_failed'),
    total_skipped: sum('items_skipped'),
    batch_count: results.length,
    success_rate: processed === 0 ? 0 : succeeded / processed,
    errors: errors.slice(0, maxErrors),
    error_count: errors.length,
  };
}

/** TypeScript's workers nest their counts under `batch_worker_outcome`, Python's do not. */
function countsIn(result: Record<string, unknown>): Record<string, unknown> {
  const { batch_worker_outcome: nested } = result;
  return typeof nested === 'object' && nested !== null ? (nested as Record<string, unknown>) : result;
}

function unwrap(entry: unknown): Record<string, unknown> {
  if (typeof entry !== 'object' || entry === null) return {};
  return ('result' in entry ? entry.result : entry) as Record<string, unknown>;
}
