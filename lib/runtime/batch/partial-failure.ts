import type { Caught } from '../../contract/step-entry.ts';
import type { JsonObject } from '../../json.ts';

/** What stands for a failed worker among the results of its batch, for those who go on without it. Tasker: "Failure strategies". */
export function partialFailure(cursor: JsonObject, { Error: error, Cause: cause }: Caught): JsonObject {
  const items = typeof cursor.batch_size === 'number' ? cursor.batch_size : 0;
  const counts = { items_processed: items, items_succeeded: 0, items_failed: items, items_skipped: 0 };
  const errors = [{ error, ...(cause !== undefined && { cause }) }];
  return { partial_failure: true, batch_id: cursor.batch_id ?? null, ...counts, results: [], errors };
}
