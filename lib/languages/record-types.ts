import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { pascalCase } from './names.ts';
import type { TypedTask } from './source-writer.ts';

/** A type, as most languages have it. */
export type TypeRef =
  | { readonly kind: 'any' | 'text' | 'integer' | 'number' | 'boolean' | 'null' }
  | { readonly kind: 'literal'; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: 'list'; readonly items: TypeRef }
  /** An object whose keys are not known. */
  | { readonly kind: 'map'; readonly values: TypeRef }
  | { readonly kind: 'union'; readonly of: readonly TypeRef[] }
  /** A record or an alias. */
  | { readonly kind: 'named'; readonly name: string };

/** A type with a name. */
export type NamedType =
  | { readonly name: string; readonly doc?: string | undefined; readonly fields: readonly Field[] }
  | { readonly name: string; readonly doc?: string | undefined; readonly is: TypeRef };

/** A member of a record. */
export interface Field {
  /** As JSON has it. */
  readonly key: string;
  readonly type: TypeRef;
  readonly isRequired: boolean;
  readonly doc?: string | undefined;
}

const ANY: TypeRef = { kind: 'any' };
const PLAIN = { string: 'text', integer: 'integer', number: 'number', boolean: 'boolean', null: 'null' } as const;

/**
 * The types of a template, for languages that have records: of its context, of what each step returns, and of all results by step, in
 * this order; each is followed by those that it is made of.
 *
 * @param taken Names that mean something else in the language.
 */
export function namedTypes({ schema }: TypedTask, taken: readonly string[]): readonly NamedType[] {
  const names = new Set(taken);
  const known = new Map<JsonObject, string>();
  const all: (NamedType | undefined)[] = [];

  function nameFor(wanted: string): string {
    const base = pascalCase(wanted).replace(/^(?=\d)/, 'T') || 'Type';
    let name = base;
    for (let number = 2; names.has(name); number++) name = `${base}${number}`;
    names.add(name);
    return name;
  }

  /** Gives a schema's type a name, before it is read: it may be made of itself. */
  function declare(part: JsonObject, wanted: string): TypeRef {
    const before = known.get(part);
    if (before !== undefined) return { kind: 'named', name: before };
    const name = nameFor(wanted);
    known.set(part, name);
    const index = all.push(undefined) - 1;
    const doc = docOf(part);
    const merged = recordOf(part);
    all[index] =
      merged === undefined ? { name, doc, is: typeOf(part, name) } : { name, doc, fields: fieldsOf(merged, name) };
    return { kind: 'named', name };
  }

  function fieldsOf({ properties, required }: Members, name: string): readonly Field[] {
    return [...properties].map(([key, part]) => ({
      key,
      type: read(part, `${name} ${key}`),
      isRequired: required.has(key),
      doc: docOf(part),
    }));
  }

  /** The type of a schema within another. */
  function read(part: JsonValue | undefined, wanted: string): TypeRef {
    if (!isJsonObject(part)) return ANY;
    const target = known.has(part) ? undefined : referred(part);
    if (target !== undefined) return declare(target.part, titleOf(target.part) ?? target.name);
    const isNamed = known.has(part) || recordOf(part) !== undefined;
    return isNamed ? declare(part, titleOf(part) ?? wanted) : typeOf(part, wanted);
  }

  /** The type of a schema that is no record of its own. */
  function typeOf(part: JsonObject, wanted: string): TypeRef {
    const target = referred(part);
    if (target !== undefined) return declare(target.part, titleOf(target.part) ?? target.name);
    if ('const' in part) return literals([part['const']]);
    if (Array.isArray(part['enum'])) return literals(part['enum'] as readonly JsonValue[]);
    for (const either of ['anyOf', 'oneOf']) {
      const choices = part[either];
      if (Array.isArray(choices)) return union(choices.map((each: JsonValue) => read(each, wanted)));
    }
    const { allOf, type } = part;
    if (Array.isArray(type)) return union(type.map((each: JsonValue) => read({ ...part, type: each }, wanted)));
    if (typeof type === 'string' && type in PLAIN) return { kind: PLAIN[type as keyof typeof PLAIN] };
    if (type === 'array' || 'items' in part || 'prefixItems' in part)
      return { kind: 'list', items: items(part, wanted) };
    if (type === 'object' || isJsonObject(part['additionalProperties']))
      return { kind: 'map', values: read(part['additionalProperties'], wanted) };
    if (!Array.isArray(allOf)) return ANY;
    return allOf.map((each: JsonValue) => read(each, wanted)).find(({ kind }) => kind !== 'any') ?? ANY;
  }

  function items({ prefixItems, items: rest }: JsonObject, wanted: string): TypeRef {
    const first: readonly JsonValue[] = Array.isArray(prefixItems) ? prefixItems : Array.isArray(rest) ? rest : [];
    const others = rest === undefined || Array.isArray(rest) || rest === false ? [] : [rest];
    return union([...first, ...others].map((each) => read(each, `${wanted} item`)));
  }

  /** What a schema refers to that says nothing else of its own. */
  function referred(part: JsonObject): { readonly part: JsonObject; readonly name: string } | undefined {
    const { $ref, allOf } = part;
    if (typeof $ref === 'string') return resolve($ref);
    const [only, ...others] = Array.isArray(allOf) ? (allOf as readonly JsonValue[]) : [];
    if (!isJsonObject(only) || others.length > 0 || 'properties' in part || 'type' in part) return undefined;
    return typeof only['$ref'] === 'string' ? resolve(only['$ref']) : undefined;
  }

  function resolve(reference: string): { readonly part: JsonObject; readonly name: string } | undefined {
    const path = reference.slice(2).split('/').map(unescaped);
    let value: JsonValue | undefined = schema;
    for (const key of path) {
      const inside: JsonObject | readonly JsonValue[] | undefined =
        isJsonObject(value) || Array.isArray(value) ? (value as JsonObject) : undefined;
      value = inside?.[key];
    }
    return isJsonObject(value) ? { part: value, name: path.at(-1) ?? '' } : undefined;
  }

  /** The members of an object, with those of all that it has to be besides; undefined when none is known. */
  function recordOf(part: JsonObject, within: readonly JsonObject[] = []): Members | undefined {
    if (within.includes(part)) return undefined;
    const properties = new Map(Object.entries(isJsonObject(part['properties']) ? part['properties'] : {}));
    const required = new Set(strings(part['required']));
    if (!Array.isArray(part['allOf']) || referred(part) !== undefined)
      return properties.size === 0 ? undefined : { properties, required };
    for (const each of part['allOf'] as readonly JsonValue[]) {
      if (!isJsonObject(each)) continue;
      const more = recordOf(referred(each)?.part ?? each, [...within, part]);
      for (const [key, value] of more?.properties ?? []) properties.set(key, value);
      for (const key of more?.required ?? strings(each['required'])) required.add(key);
    }
    return properties.size === 0 ? undefined : { properties, required };
  }

  const { context, steps } = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const results = isJsonObject(steps) && isJsonObject(steps['properties']) ? Object.values(steps['properties']) : [];
  const parts = [context, ...results, steps].filter((part) => isJsonObject(part));
  for (const part of parts) declare(part, titleOf(part) ?? 'type');
  return all.filter((each) => each !== undefined);
}

interface Members {
  readonly properties: Map<string, JsonValue>;
  readonly required: Set<string>;
}

function union(types: readonly TypeRef[]): TypeRef {
  const flat = types.flatMap((each) => (each.kind === 'union' ? each.of : [each]));
  const different = [...new Map(flat.map((each) => [JSON.stringify(each), each])).values()];
  const [only = ANY, ...others] = different;
  if (different.some(({ kind }) => kind === 'any')) return ANY;
  return others.length === 0 ? only : { kind: 'union', of: different };
}

/** Values as a type; those that are no literal in most languages by their own types. */
function literals(values: readonly (JsonValue | undefined)[]): TypeRef {
  const plain = values.filter((value) => isLiteral(value));
  const rest = values.filter((value) => !isLiteral(value)).map(typeOfValue);
  return union([...(plain.length === 0 ? [] : [{ kind: 'literal', values: plain } as const]), ...rest]);
}

function isLiteral(value: JsonValue | undefined): value is string | number | boolean | null {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isSafeInteger(value);
}

function typeOfValue(value: JsonValue | undefined): TypeRef {
  if (typeof value === 'number') return { kind: 'number' };
  if (Array.isArray(value)) return { kind: 'list', items: ANY };
  return isJsonObject(value) ? { kind: 'map', values: ANY } : ANY;
}

function strings(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function titleOf({ title }: JsonObject): string | undefined {
  return typeof title === 'string' && /[A-Za-z0-9]/.test(title) ? title : undefined;
}

function docOf(part: JsonValue | undefined): string | undefined {
  return isJsonObject(part) && typeof part['description'] === 'string' ? part['description'] : undefined;
}

/** A part of a reference: a JSON Pointer, as a fragment of a URL. */
function unescaped(part: string): string {
  return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
}
