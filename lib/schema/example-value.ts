import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** Values of formats that schemas often ask for. */
const FORMATS: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  uri: 'https://example.com/',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
};

/** A value for a JSON Schema to begin with: what it requires, and no more. A schema may ask for more than this can know. */
export function exampleValue(schema: JsonValue | undefined): JsonValue {
  if (!isJsonObject(schema)) return 'text';
  for (const given of [schema['const'], schema['default'], first(schema['examples']), first(schema['enum'])]) {
    if (given !== undefined) return given;
  }
  for (const choice of [first(schema['oneOf']), first(schema['anyOf'])]) {
    if (choice !== undefined && schema['type'] === undefined) return exampleValue(choice);
  }
  const type = Array.isArray(schema['type']) ? first(schema['type']) : schema['type'];
  switch (type ?? (schema['properties'] === undefined ? 'string' : 'object')) {
    case 'object':
      return exampleObject(schema);
    case 'array':
      return Array.from({ length: numberOf(schema['minItems']) ?? 0 }, () => exampleValue(schema['items']));
    case 'integer':
    case 'number':
      return (
        numberOf(schema['minimum']) ??
        above(schema['exclusiveMinimum']) ??
        Math.min(1, numberOf(schema['maximum']) ?? 1)
      );
    case 'boolean':
      return true;
    case 'null':
      return null;
    default: {
      const { format, minLength } = schema;
      const text = (typeof format === 'string' ? FORMATS[format] : undefined) ?? 'text';
      return text.padEnd(numberOf(minLength) ?? 0, 'x').slice(0, numberOf(schema['maxLength']));
    }
  }
}

function exampleObject({ required, properties }: JsonObject): JsonObject {
  const known = isJsonObject(properties) ? properties : {};
  const names = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
  return Object.fromEntries(names.map((name) => [name, exampleValue(Object.hasOwn(known, name) ? known[name] : {})]));
}


function first(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) ? (value as readonly JsonValue[])[0] : undefined;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function above(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value + 1 : undefined;
}
