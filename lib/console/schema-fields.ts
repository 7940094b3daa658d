import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** A field of a form, for one place in a value. */
export interface Field {
  /** The members that lead to its place. */
  readonly path: readonly string[];
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'json';
  readonly isRequired: boolean;
  readonly description?: string;
  /** The values of a choice. */
  readonly choices?: readonly string[];
}

/** A form of more levels is harder to read than JSON. */
const DEEPEST = 3;

/** The fields of a form for a JSON Schema: what they cannot ask for as such, they ask for as JSON. */
export function fieldsOf(schema: JsonObject, path: readonly string[] = [], isRequired = true): readonly Field[] {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : undefined;
  const required = isList(schema['required']) ? schema['required'] : [];
  if (properties !== undefined && path.length < DEEPEST) {
    return Object.entries(properties).flatMap(([name, member]) =>
      fieldsOf(isJsonObject(member) ? member : {}, [...path, name], isRequired && required.includes(name)),
    );
  }
  if (path.length === 0) return [];
  const { description, title } = schema;
  const text = [description, title].find((one) => typeof one === 'string');
  const choices = choicesIn(schema);
  return [
    {
      path,
      kind: choices === undefined ? kindOf(schema['type']) : 'choice',
      isRequired,
      ...(text !== undefined && { description: text }),
      ...(choices !== undefined && { choices }),
    },
  ];
}

function choicesIn({ enum: values }: JsonObject): readonly string[] | undefined {
  if (!isList(values)) return undefined;
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === values.length ? texts : undefined;
}

function kindOf(type: JsonValue | undefined): Field['kind'] {
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' ? 'boolean' : 'json';
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
