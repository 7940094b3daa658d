import type { JsonObject } from '../../json.ts';

/**
 * The entry of a step that failed, made of the error output at a path. Keeps it whole: engines differ in whether a timeout has
 * a `Cause`.
 */
export function failureEntry(step: string, caught = '$.caught'): JsonObject {
  return { failure: { step, 'caught.$': caught } };
}

/** The entry of a batch worker that failed: it is a step of the task by its own name. */
export const workerFailure: JsonObject = {
  failure: { 'step.$': '$$.Map.Item.Value.worker', 'caught.$': '$.caught' },
};
