import type {
  BatchProcessingOutcome,
  CreateBatchesOutcome,
  NoBatchesOutcome,
  RustCursorConfig,
} from './batch-types.ts';

/** There is nothing to work on. */
export function noBatches(): NoBatchesOutcome {
  return { type: 'no_batches' };
}

/** One worker per range. */
export function createBatches(
  workerTemplateName: string,
  workerCount: number,
  cursorConfigs: RustCursorConfig[],
  totalItems: number,
): CreateBatchesOutcome {
  if (workerCount !== cursorConfigs.length) {
    throw new Error(`There are ${cursorConfigs.length} cursor configs for ${workerCount} batch workers.`);
  }
  return {
    type: 'create_batches',
    worker_template_name: workerTemplateName,
    worker_count: workerCount,
    cursor_configs: cursorConfigs,
    total_items: totalItems,
  };
}

/** Whether there is nothing to work on. */
export function isNoBatches(outcome: BatchProcessingOutcome): outcome is NoBatchesOutcome {
  return outcome.type === 'no_batches';
}

/** Whether workers are to run. */
export function isCreateBatches(outcome: BatchProcessingOutcome): outcome is CreateBatchesOutcome {
  return outcome.type === 'create_batches';
}
