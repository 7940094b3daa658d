import type { RequestRules } from '../client/index.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { exampleValue } from '../schema/example-value.ts';

/** What a template's schema asks for, to begin with. */
export function exampleContext({ inputSchema }: RequestRules): JsonObject {
  const value = inputSchema === undefined ? {} : exampleValue({ type: 'object', ...inputSchema });
  return isJsonObject(value) ? value : {};
}
