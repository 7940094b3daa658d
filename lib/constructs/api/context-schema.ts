import type { JsonObject, JsonValue } from '../../contract/json.ts';

/** Keywords that mean the same in API Gateway's JSON Schema, draft 4, and hold no schemas themselves. */
const PLAIN = [
  'type',
  'enum',
  'required',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
] as const;

/**
 * A template's `input_schema` as API Gateway can check it. What draft 4 does not know is left out, so the result may let
 * more through than the schema does, never less.
 */
export function contextSchema(inputSchema: JsonObject | null): JsonObject {
  return { ...translate(inputSchema ?? {}), type: 'object' };
}

function translate(schema: JsonValue): JsonObject {
  if (schema === false) return { not: {} };
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return {};
  const from = schema as JsonObject;
  const to: Record<string, JsonValue> = {};
  for (const keyword of PLAIN) {
    const value = from[keyword];
    if (value !== undefined && !isEmptyList(value)) to[keyword] = value;
  }
  if (from.const !== undefined) to.enum = [from.const];
  if (isObject(from.properties)) to.properties = mapValues(from.properties);
  if (isObject(from.items)) to.items = translate(from.items);
  if (from.additionalProperties === false && from.patternProperties === undefined) to.additionalProperties = false;
  else if (isObject(from.additionalProperties)) to.additionalProperties = translate(from.additionalProperties);
  if (Array.isArray(from.allOf)) to.allOf = from.allOf.map(translate);
  // One of several that each let more through may be matched twice.
  const anyOf = from.anyOf ?? from.oneOf;
  if (Array.isArray(anyOf)) to.anyOf = anyOf.map(translate);
  return to;
}

/** Draft 4 wants at least one entry in `required`. */
function isEmptyList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(schemas: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, translate(schema)]));
}
