import type { JsonObject } from '../json.ts';

/** The key that marks a reference to a parked result. */
export const PARKED = 'tasker_sfn_parked';

/** What stands in the state data for a result that did not fit its share. */
export interface ParkedResult {
  /** Where the result lies instead, and how large it is. */
  readonly [PARKED]: {
    /** Where it lies, such as `s3://bucket/key`. */
    readonly uri: string;
    /** Size of the result as JSON, in bytes. */
    readonly bytes: number;
  };
}

/** What a reference takes beside the result's key, at most: its members, and a bucket's name of 63 characters. In bytes. */
const AROUND_KEY_BYTES = 120;

/**
 * The bytes that a reference takes at most, in any bucket, to a result that lies under this key. A result that takes no more is not
 * parked: nothing would be gained.
 */
export function referenceBytes(key: string): number {
  return AROUND_KEY_BYTES + key.length;
}

/** A reference to a result that lies elsewhere. */
export function parkedResult(uri: string, bytes: number): JsonObject & ParkedResult {
  return { [PARKED]: { uri, bytes } };
}

/** Whether a result is a reference to a parked one. */
export function isParked(result: JsonObject): result is JsonObject & ParkedResult {
  const parked = result[PARKED];
  return typeof parked === 'object' && parked !== null && 'uri' in parked;
}
