import type { JsonObject } from '../../json.ts';

/**
 * The entry of a step that failed, made of the error output at a path. Keeps it whole: engines differ in whether a timeout has
 * a `Cause`.
 */
export function failureEntry(step: string, caught = '$.caught'): JsonObject {
  return { failure: { step, 'caught.$': caught } };
}
