import type { JsonObject } from '../../json.ts';

/** The entry of a step that failed. Keeps the error output whole: engines differ in whether a timeout has a `Cause`. */
export function failureEntry(step: string, maxAttempts: number): JsonObject {
  return { failure: { step, max_attempts: maxAttempts, 'caught.$': '$.caught' } };
}
