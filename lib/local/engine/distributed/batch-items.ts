import type { JsonObject, JsonValue } from '../../../json.ts';
import type { Batching } from '../../language/map-fields.ts';
import { printData } from '../../base/json-text.ts';

/** The input of a child execution, and how many items it holds. */
interface Batch {
  readonly input: JsonObject;
  readonly items: number;
}

/**
 * Groups items into the inputs of child executions: as many as fit the number and the bytes, at least one each.
 * Developer guide: "ItemBatcher (Map)".
 */
export function batchItems(items: readonly JsonValue[], batching: Batching): readonly Batch[] {
  const { maxItems = Infinity, maxBytes = Infinity, batchInput } = batching;
  const wrap = (batch: readonly JsonValue[]): JsonObject => ({
    ...(batchInput === undefined ? {} : { BatchInput: batchInput }),
    Items: batch,
  });
  const empty = Buffer.byteLength(printData(wrap([])));
  const batches: Batch[] = [];
  let batch: JsonValue[] = [];
  let bytes = empty;
  const close = () => {
    batches.push({ input: wrap(batch), items: batch.length });
    batch = [];
    bytes = empty;
  };
  for (const item of items) {
    const size = Buffer.byteLength(printData(item)) + 1;
    if (batch.length > 0 && (batch.length >= maxItems || bytes + size > maxBytes)) {
      close();
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) close();
  return batches;
}
