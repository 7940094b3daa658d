import { isJsonObject, type JsonObject } from '../../json.ts';

/** What a handler returned as the other side of Lambda will see it. Throws what `JSON.stringify` does. */
export function plainJson(returned: unknown): JsonObject {
  const json = JSON.stringify(returned) as string | undefined;
  const value: unknown = json === undefined ? null : JSON.parse(json);
  return isJsonObject(value) ? value : value === null ? {} : { result: value as JsonObject };
}

/** Whether the JSON of a result may hold a number that JavaScript has rounded: nothing shorter can be beyond 2^53. */
export const MAY_BE_INEXACT = /\d{16}/;
