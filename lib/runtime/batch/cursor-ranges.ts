import type { BatchWorkerConfig, CursorConfig } from './batch-types.ts';

export function createCursorConfig(
  start: number,
  end: number,
  stepSize = 1,
  metadata: Record<string, unknown> = {},
): CursorConfig {
  return { startCursor: start, endCursor: end, stepSize, metadata };
}

/** Ranges of `batchSize` items; larger ones when there would be more than `maxBatches`. */
export function createCursorRanges(
  totalItems: number,
  batchSize: number,
  stepSize = 1,
  maxBatches?: number,
): CursorConfig[] {
  if (totalItems === 0) return [];
  if (batchSize <= 0) throw new Error(`The batch size must be greater than 0; it is ${batchSize}.`);
  const size =
    maxBatches !== undefined && maxBatches > 0 ? Math.max(batchSize, Math.ceil(totalItems / maxBatches)) : batchSize;
  return spans(totalItems, size).map(([start, end]) => createCursorConfig(start, end, stepSize));
}

/** Ranges of equal size for a number of workers; fewer ranges when there are fewer items. Ids run from `001`. */
export function createCursorConfigs(totalItems: number, workerCount: number): BatchWorkerConfig[] {
  if (workerCount <= 0) throw new Error(`There must be at least one worker; there are ${workerCount}.`);
  if (totalItems === 0) return [];
  return spans(totalItems, Math.ceil(totalItems / workerCount)).map(([start, end], index) => ({
    batch_id: String(index + 1).padStart(3, '0'),
    cursor_start: start,
    cursor_end: end,
    row_count: end - start,
    worker_index: index,
    total_workers: workerCount,
  }));
}

function spans(total: number, size: number): [start: number, end: number][] {
  return Array.from({ length: Math.ceil(total / size) }, (_, index) => [
    index * size,
    Math.min((index + 1) * size, total),
  ]);
}
