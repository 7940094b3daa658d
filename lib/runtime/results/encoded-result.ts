import type { JsonObject } from '../../json.ts';

/** A result in the form that travels, and its own size as JSON, in bytes. */
export interface EncodedResult {
  readonly result: JsonObject;
  readonly bytes: number;
  readonly parked: boolean;
}
