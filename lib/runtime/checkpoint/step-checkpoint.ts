import type { JsonObject, JsonValue } from '../../json.ts';
import { PermanentError } from '../errors.ts';
import { toJsonObject } from '../results/encode-result.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';

/** What a step left when it yielded: `context.checkpoint` of its next run. Tasker: "Checkpoint yielding". */
export interface StepCheckpoint {
  /** Where the next run goes on. */
  readonly cursor: JsonValue;
  readonly items_processed: number;
  /** When it was left. ISO 8601. */
  readonly timestamp: string;
  readonly accumulated_results?: JsonObject;
  /** The last yields, oldest first. */
  readonly history: readonly { readonly cursor: JsonValue; readonly timestamp: string }[];
}

/** So many yields, and so much of their cursors as JSON, does a checkpoint remember. */
const MOST_REMEMBERED = 50;
const MOST_CHARS = 16_384;

/** Whether a handler asks to be run again from a checkpoint. */
export function isYield({ success, metadata }: StepHandlerResult): boolean {
  return success && metadata.checkpoint_yield === true;
}

/** The checkpoint of a yield. One that says nothing to go on from would be repeated for ever: it fails the step for good. */
export function checkpointOf(
  yielded: StepHandlerResult,
  before: StepCheckpoint | undefined,
  timestamp: string,
): StepCheckpoint {
  const { cursor, items_processed: items, accumulated_results: accumulated } = toJsonObject(yielded.result);
  if (cursor === undefined || cursor === null) throw invalid('it has no "cursor" to go on from.');
  if (typeof items !== 'number' || items < 0) {
    throw invalid(`its "items_processed" is ${JSON.stringify(items)}, which is no number of items.`);
  }
  const carried = accumulated ?? null;
  if (carried !== null && (typeof carried !== 'object' || Array.isArray(carried))) {
    throw invalid(`its "accumulated_results" are ${JSON.stringify(carried)?.slice(0, 100)}, which is no object.`);
  }
  return {
    cursor,
    items_processed: items,
    timestamp,
    ...(carried !== null && { accumulated_results: carried as JsonObject }),
    history: remembered([...(before?.history ?? []), { cursor, timestamp }]),
  };
}

function remembered(history: StepCheckpoint['history']): StepCheckpoint['history'] {
  let kept = history.slice(-MOST_REMEMBERED);
  while (kept.length > 0 && JSON.stringify(kept).length > MOST_CHARS) kept = kept.slice(Math.ceil(kept.length / 2));
  return kept;
}

function invalid(why: string): PermanentError {
  return new PermanentError(`The handler yielded at a checkpoint that cannot be followed: ${why}`, {
    errorCode: 'CHECKPOINT_INVALID',
  });
}
