import * as z from 'zod';
import { batchConfigShape, overriddenBatchShape } from './shape/read-batch-config.ts';
import { environmentShape, overriddenHandlerShape, overrideShape } from './shape/read-environment.ts';
import { eventShape } from './shape/read-event.ts';
import { handlerShape } from './shape/read-handler.ts';
import { retryShape } from './shape/read-retry.ts';
import { stepShape } from './shape/read-step.ts';
import { domainEventShape, storedShapes } from './shape/read-stored.ts';
import { templateShape } from './shape/read-template.ts';
import type { MappingShape, Spelling } from './shape/mapping-shape.ts';
import { innermost } from './shape/schemas.ts';
import type { Data, DataObject } from './task-template.ts';

/** The dialect that editors know. */
const DIALECT = 'http://json-schema.org/draft-07/schema#';

/**
 * The JSON Schema of task templates, for editors: keys, values and what they mean, made from the shapes by which templates are
 * read. What goes beyond shape, such as dependencies that are no steps, `validate` tells.
 */
export function templateSchema(version: string): DataObject {
  const retry = objectOf(retryShape);
  const override = objectOf(overrideShape, {
    handler: objectOf(overriddenHandlerShape),
    retry,
    batch_config: objectOf(overriddenBatchShape),
  });
  const step = objectOf(stepShape, {
    handler: objectOf(handlerShape),
    dependencies: { type: 'array', items: { type: 'string' } },
    retry,
    publishes_events: listOf(objectOf(eventShape)),
    batch_config: objectOf(batchConfigShape),
  });
  const template = objectOf(templateShape, {
    metadata: objectOf(storedShapes.metadata),
    system_dependencies: objectOf(storedShapes.system_dependencies),
    domain_events: listOf(objectOf(domainEventShape)),
    lifecycle: objectOf(storedShapes.lifecycle),
    steps: { ...listOf(step), minItems: 1 },
    environments: {
      type: 'object',
      additionalProperties: objectOf(environmentShape, { steps: listOf(override) }),
    },
  });
  return { $schema: DIALECT, title: 'Tasker task template', $comment: `tasker-sfn ${version}`, ...template };
}

/** The schema of a mapping; `parts` are those of the keys that have shapes of their own. */
function objectOf(shape: MappingShape, parts: Readonly<Record<string, DataObject>> = {}): DataObject {
  const keys = Object.entries(shape.schema.shape as Record<string, z.ZodType>).map(
    ([key, schema]) => [key, valueOf(schema, parts[key])] as const,
  );
  const known = new Map<string, DataObject>(keys);
  const others = Object.entries(shape.spellings ?? {}).map(
    ([key, spelling]) => [key, otherSpelling(spelling, known)] as const,
  );
  const required = Object.entries(shape.schema.shape as Record<string, z.ZodType>)
    .filter(([, schema]) => !schema.safeParse(undefined).success)
    .map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries([...keys, ...others]),
    ...(required.length > 0 && { required }),
    ...(shape.open !== true && { additionalProperties: false }),
  };
}

/** The schema of one key's value. One that may be left empty may be null. */
function valueOf(schema: z.ZodType, part: DataObject | undefined): DataObject {
  const { description } = schema.meta() ?? {};
  const inner = part ?? plain(z.toJSONSchema(innermost(schema), { target: 'draft-7' }) as DataObject);
  const value: DataObject = schema.safeParse(null).success ? nullable(inner) : inner;
  return description === undefined ? value : { description, ...value };
}

function nullable(schema: DataObject): DataObject {
  const { type } = schema;
  return typeof type === 'string' ? { ...schema, type: [type, 'null'] } : { anyOf: [schema, { type: 'null' }] };
}

/** Without what every schema of the library has, and what only messages use. */
function plain(schema: DataObject): DataObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => !['$schema', 'example', 'description', 'propertyNames'].includes(key)),
  );
}

/** A key that is known, and that nobody should begin to write. */
function otherSpelling(spelling: Spelling, known: ReadonlyMap<string, DataObject>): DataObject {
  switch (spelling.kind) {
    case 'alias':
      return { ...known.get(spelling.of), description: `The same as "${spelling.of}".` };
    case 'legacy':
      return deprecated(`Write "${spelling.of}"${spelling.seconds === true ? ', in milliseconds' : ''}.`);
    case 'ignored':
      return deprecated(spelling.advice);
  }
}

function deprecated(advice: string): DataObject {
  return { description: advice, deprecated: true, deprecationMessage: advice, doNotSuggest: true };
}

function listOf(items: DataObject): { readonly [key: string]: Data } {
  return { type: 'array', items };
}
