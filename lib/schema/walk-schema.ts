import { isObject, type Path, type Schema } from './schema.ts';

/** Keywords that hold a schema; of those that may hold something else too, only objects are schemas. */
const ONE: readonly string[] = [
  'additionalItems',
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
];
/** Keywords that hold a list of schemas. */
const MANY: readonly string[] = ['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems'];
/** Keywords that hold schemas by name. */
const NAMED: readonly string[] = [
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
  'patternProperties',
  'properties',
];

/** A schema within a schema, and where it is. */
export interface Part {
  readonly schema: Schema;
  readonly path: Path;
}

/** The schema itself and every schema within it, in the order in which they are written. */
export function* walkSchema(schema: unknown, path: Path = []): Generator<Part> {
  if (!isObject(schema)) return;
  yield { schema, path };
  for (const [keyword, value] of Object.entries(schema)) {
    const at = [...path, keyword];
    if (NAMED.includes(keyword) && isObject(value)) {
      for (const [name, each] of Object.entries(value)) yield* walkSchema(each, [...at, name]);
    } else if (MANY.includes(keyword) && Array.isArray(value)) {
      for (const [index, each] of value.entries()) yield* walkSchema(each, [...at, index]);
    } else if (ONE.includes(keyword)) {
      yield* walkSchema(value, at);
    }
  }
}

/** A copy of a schema in which `change` has had its way with each schema within it, from the inside to the outside. */
export function mapSchema(schema: unknown, change: (schema: Schema) => Schema): unknown {
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (NAMED.includes(keyword) && isObject(value)) {
      const named = Object.entries(value).map(([name, each]) => [name, mapSchema(each, change)] as const);
      return [keyword, Object.fromEntries(named)];
    }
    if (MANY.includes(keyword) && Array.isArray(value)) return [keyword, value.map((each) => mapSchema(each, change))];
    return [keyword, ONE.includes(keyword) ? mapSchema(value, change) : value];
  });
  return change(Object.fromEntries(entries));
}
