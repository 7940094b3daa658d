import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { DEFAULT_DRAFT, draftOf, type Draft } from '../../schema/draft.ts';
import { keywordsOf } from '../../schema/keywords.ts';
import { isExponential } from '../../schema/pattern/is-exponential.ts';

/** Keywords that mean the same in API Gateway's JSON Schema, draft 4, and hold no schemas themselves. */
const PLAIN = [
  'enum',
  'required',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
] as const;

/** What JavaScript reads otherwise than Java, in which API Gateway is written. */
const FOREIGN_TO_JAVA = /\[\^?\]|\\u\{|\\[pPc]|&&|\[[^\]]*\[|\\k/;

/**
 * A template's `input_schema` as API Gateway can check it. What draft 4 does not know is left out, and patterns that Java
 * reads otherwise or takes long for, so the result may let more through than the schema does, never less.
 */
export function contextSchema(inputSchema: JsonObject | null): JsonObject {
  const schema = inputSchema ?? {};
  return { ...translate(schema, draftOf(schema['$schema']) ?? DEFAULT_DRAFT), type: 'object' };
}

function translate(schema: JsonValue, draft: Draft): JsonObject {
  if (schema === false) return { not: {} };
  if (!isJsonObject(schema)) return {};
  // In old drafts, what stands beside a reference counts for nothing.
  if (draft.startsWith('draft-') && schema['$ref'] !== undefined) return {};
  const known = keywordsOf(draft);
  const from: JsonObject = Object.fromEntries(Object.entries(schema).filter(([keyword]) => known.includes(keyword)));
  const each = (part: JsonValue) => translate(part, draft);
  const to: Record<string, JsonValue> = {};
  for (const keyword of PLAIN) {
    const value = from[keyword];
    if (value !== undefined && !isEmptyList(value)) to[keyword] = value;
  }
  Object.assign(to, typeOf(from, schema['nullable'] === true));
  if (typeof from.pattern === 'string' && isForJava(from.pattern)) to.pattern = from.pattern;
  if (from.const !== undefined) to.enum = [from.const];
  if (isJsonObject(from.properties)) to.properties = mapValues(from.properties, each);
  // With `prefixItems`, `items` is for the others alone.
  if (isJsonObject(from.items) && from.prefixItems === undefined) to.items = each(from.items);
  if (from.patternProperties === undefined) {
    if (from.additionalProperties === false) to.additionalProperties = false;
    else if (isJsonObject(from.additionalProperties)) to.additionalProperties = each(from.additionalProperties);
  }
  if (Array.isArray(from.allOf)) to.allOf = from.allOf.map(each);
  // One of several that each let more through may be matched twice.
  const anyOf = from.anyOf ?? from.oneOf;
  if (Array.isArray(anyOf)) to.anyOf = anyOf.map(each);
  return to;
}

function isForJava(pattern: string): boolean {
  // Java's `\s` knows less spaces; where they are excluded it lets more through.
  const knowsLess = pattern.replace(/\[\^[^\]]*\]/g, '').includes('\\s');
  return !knowsLess && !FOREIGN_TO_JAVA.test(pattern) && !isExponential(pattern);
}

/** For draft 4, 1.0 is no integer; later it is one. */
function typeOf({ type, multipleOf }: JsonObject, nullable: boolean): JsonObject {
  if (type === undefined) return {};
  const types = [type, ...(nullable ? ['null'] : [])].flat() as readonly JsonValue[];
  const translated = [...new Set(types.map((each) => (each === 'integer' ? 'number' : each)))];
  const isWhole = types.includes('integer') && !types.includes('number') && multipleOf === undefined;
  return {
    type: translated.length === 1 ? (translated[0] ?? 'null') : translated,
    ...(isWhole && { multipleOf: 1 }),
  };
}

/** Draft 4 wants at least one entry in `required`. */
function isEmptyList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

function mapValues(schemas: JsonObject, change: (schema: JsonValue) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]));
}
