import { isJsonObject } from '../../json.ts';
import type { CheckpointProgress } from '../../contract/checkpoint.ts';
import { parseJson } from '../parse-json.ts';
import type { StepCheckpointView } from './step-view.ts';

/** Reads how far a step has come in the cause of the error with which it yields: JSON in the message of a Lambda error. */
export function readCheckpoint(cause: string | undefined): StepCheckpointView | undefined {
  const error = parseJson(cause ?? '');
  if (!isJsonObject(error) || typeof error.errorMessage !== 'string') return undefined;
  const progress = parseJson(error.errorMessage);
  if (!isProgress(progress)) return undefined;
  const { items_processed: itemsProcessed, yields, cursor, timestamp: at } = progress;
  return { itemsProcessed, yields, ...(cursor !== undefined && { cursor }), at };
}

function isProgress(value: unknown): value is CheckpointProgress {
  if (typeof value !== 'object' || value === null) return false;
  const { items_processed: items, yields, timestamp } = value as Partial<Record<keyof CheckpointProgress, unknown>>;
  return typeof items === 'number' && typeof yields === 'number' && typeof timestamp === 'string';
}
