import { BatchableStepHandler, type StepContext } from 'tasker-sfn/runtime';
import { readRow, rowText, type Product } from './services/csv-file.ts';

/**
 * Reads one part of the file, some rows in each run. What was read is carried from checkpoint to checkpoint, so a crash costs the rows of
 * one run. All products of the part are the worker's result: it is too large to travel, and nobody notices.
 */
export class ImportRows extends BatchableStepHandler {
  static override handlerName = 'Imports::ImportRows';

  async call(context: StepContext) {
    const noOp = this.handleNoOpWorker(context);
    if (noOp !== null) return noOp;
    const part = this.getBatchContext(context);
    if (part === null) return this.failure('This step is a batch worker', 'permanent_error', false);
    const from = Number(part.checkpointCursor ?? part.startCursor);
    const to = Math.min(from + (context.getConfig<number>('rows_per_run') ?? Infinity), part.endCursor);
    const products = [...((part.accumulatedResults?.products as readonly Product[] | undefined) ?? [])];
    const poisoned = context.getInput<number | undefined>('poisoned');
    for (let row = from; row < to; row++) {
      const product = readRow(rowText(row, poisoned), row);
      if (product !== undefined) products.push(product);
    }
    const done = to - part.startCursor;
    if (to < part.endCursor) return this.checkpointYield(to, done, { products });
    return this.success({
      batch_id: part.batchId,
      items_processed: done,
      items_succeeded: products.length,
      items_failed: 0,
      items_skipped: done - products.length,
      products,
    });
  }
}
