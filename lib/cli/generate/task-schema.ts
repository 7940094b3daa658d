import { isObject, type Schema } from '../../schema/schema.ts';
import { mapSchema } from '../../schema/walk-schema.ts';
import type { TaskTemplate } from '../../template/task-template.ts';

/**
 * One schema for all that a task is: its template, its context and its steps' results. One, so that no two types get the same
 * name. What `title` says is what the type will be called.
 *
 * @throws Error when a schema refers to another by a name, rather than by its place
 */
export function taskSchema(template: TaskTemplate): Schema {
  const name = template.name.value;
  const steps = template.steps.map((step) => {
    const at = ['steps', 'properties', step.name.value];
    return [step.name.value, titled(`${step.name.value} result`, step.resultSchema?.value, at)] as const;
  });
  return closed(`${name} task`, {
    namespace: { const: template.namespace.value },
    name: { const: name },
    version: { const: template.version.value },
    context: titled(`${name} context`, template.inputSchema?.value, ['context']),
    steps: closed(`${name} steps`, Object.fromEntries(steps)),
  });
}

/** An object that has all of these properties, and no others. */
function closed(title: string, properties: Schema): Schema {
  return { title, type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** A schema of the template as a part of the whole, under a name of its own. */
function titled(title: string, schema: Schema = { type: 'object' }, path: readonly string[]): Schema {
  const pointer = ['#', 'properties', ...path.map(encodeURIComponent)].join('/');
  const { $ref, ...rest } = mapSchema(schema, (part) => openToNone(redirected(part, title, pointer))) as Schema;
  if ($ref === undefined) return { ...rest, title };
  // A reference that leads into the schema itself can only be followed from within.
  const others = Array.isArray(rest['allOf']) ? (rest['allOf'] as readonly unknown[]) : [];
  return { ...rest, allOf: [{ $ref }, ...others], title };
}

/** The same reference within the whole, where `pointer` is what `#` was. */
function redirected(schema: Schema, title: string, pointer: string): Schema {
  const { $ref: reference } = schema;
  if (typeof reference !== 'string') return schema;
  if (reference === '#' || reference.startsWith('#/')) return { ...schema, $ref: pointer + reference.slice(1) };
  throw new Error(
    `The $ref "${reference}" of the ${title} is a name. Types are made of references to places, such as "#/$defs/address".`,
  );
}

/** Every type of TypeScript is open; an index signature would only hide misspelt names. */
function openToNone(schema: Schema): Schema {
  const isRecord = isObject(schema['properties']) && Object.keys(schema['properties']).length > 0;
  const saysMore = 'additionalProperties' in schema || 'patternProperties' in schema;
  return isRecord && !saysMore ? { ...schema, additionalProperties: false } : schema;
}
