import type { JsonObject } from '../../json.ts';

/**
 * The entry of a step that failed, made of the error output at `$.caught`. Keeps it whole: engines differ in whether a timeout has
 * a `Cause`.
 */
export const failureEntry: JsonObject = { failure: { 'caught.$': '$.caught' } };

/** The entry of a batch worker that failed: it is a step of the task by its own name. */
export const workerFailure: JsonObject = {
  failure: { 'step.$': '$$.Map.Item.Value.worker', 'caught.$': '$.caught' },
};
