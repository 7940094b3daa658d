import type { JsonObject, JsonValue } from '../../contract/json.ts';
import type { Batching } from '../visit.ts';

/**
 * Groups items into the inputs of child executions: as many as fit the number and the bytes, at least one each.
 * Developer guide: "ItemBatcher (Map)".
 */
export function batchItems(items: readonly JsonValue[], batching: Batching): JsonObject[] {
  const { maxItems = Infinity, maxBytes = Infinity, batchInput } = batching;
  const wrap = (batch: readonly JsonValue[]): JsonObject => ({
    ...(batchInput === undefined ? {} : { BatchInput: batchInput }),
    Items: batch,
  });
  const empty = Buffer.byteLength(JSON.stringify(wrap([])));
  const batches: JsonObject[] = [];
  let batch: JsonValue[] = [];
  let bytes = empty;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (batch.length > 0 && (batch.length >= maxItems || bytes + size > maxBytes)) {
      batches.push(wrap(batch));
      batch = [];
      bytes = empty;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) batches.push(wrap(batch));
  return batches;
}
