import type { Data, DataObject, TaskTemplate } from '../../template/task-template.ts';

/** Keywords that hold a mapping of names to schemas. */
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords that hold data and no schemas. */
const DATA = new Set(['enum', 'const', 'default', 'examples', 'example', 'required']);

/**
 * One schema for all that passes through a task: its context and its steps' results. One, so that no two types get the same
 * name. What `title` says is what the type will be called.
 *
 * @throws Error when a schema refers to another document
 */
export function taskSchema(template: TaskTemplate): DataObject {
  const name = template.name.value;
  const steps = template.steps.map((step) => {
    const at = ['steps', 'properties', step.name.value];
    return [step.name.value, titled(`${step.name.value} result`, step.resultSchema?.value, at)] as const;
  });
  return closed(`${name} task`, {
    context: titled(`${name} context`, template.inputSchema?.value, ['context']),
    steps: closed(`${name} steps`, Object.fromEntries(steps)),
  });
}

/** An object that has all of these properties, and no others. */
function closed(title: string, properties: DataObject): DataObject {
  return { title, type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** A schema of the template as a part of the whole, under a name of its own. */
function titled(title: string, schema: DataObject = { type: 'object' }, path: readonly string[]): DataObject {
  const pointer = ['#', 'properties', ...path.map(encodeURIComponent)].join('/');
  const { $ref, ...rest } = embed(schema, { title, pointer }) as DataObject;
  if ($ref === undefined) return { ...rest, title };
  // A reference that leads into the schema itself can only be followed from within.
  const others = Array.isArray(rest['allOf']) ? (rest['allOf'] as readonly Data[]) : [];
  return { ...rest, allOf: [{ $ref }, ...others], title };
}

/** Where a schema stands in the whole. */
interface Place {
  readonly title: string;
  /** What `#` of the schema becomes. */
  readonly pointer: string;
}

/** Copies a schema so that it means the same within another document. */
function embed(schema: Data, place: Place): Data {
  if (!isObject(schema)) return Array.isArray(schema) ? schema.map((item: Data) => embed(item, place)) : schema;
  const entries = Object.entries(schema).map(([keyword, value]): [string, Data] => {
    if (keyword === '$ref' && typeof value === 'string') return [keyword, redirect(value, place)];
    if (DATA.has(keyword)) return [keyword, value];
    if (!NAMED.has(keyword) || !isObject(value)) return [keyword, embed(value, place)];
    return [keyword, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, embed(each, place)]))];
  });
  const copy = Object.fromEntries(entries);
  // Every type of TypeScript is open; an index signature would only hide misspelt names.
  const isRecord = isObject(copy['properties']) && Object.keys(copy['properties']).length > 0;
  const saysMore = 'additionalProperties' in copy || 'patternProperties' in copy;
  return isRecord && !saysMore ? { ...copy, additionalProperties: false } : copy;
}

function redirect(reference: string, { title, pointer }: Place): string {
  if (reference === '#' || reference.startsWith('#/')) return pointer + reference.slice(1);
  throw new Error(`The $ref "${reference}" of the ${title} is no place in the same schema, such as "#/$defs/address".`);
}

function isObject(value: Data | undefined): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
