import * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import type { Span } from '../../diagnostics/source.ts';
import { inspectSchema } from '../../schema/inspect/inspect-schema.ts';
import type { SchemaPlace } from '../../schema/inspect/schema-report.ts';
import { describe, toDataObject, type YamlEntry, type YamlMapping, type YamlNode } from '../yaml/yaml-node.ts';
import { wrongType } from './diagnostics.ts';
import { headOf } from './located.ts';
import type { MappingShape } from './mapping-shape.ts';
import { readMapping } from './read-mapping.ts';
import { reportIssues } from './report-issues.ts';
import { list, mapping, wholeNumber } from './schemas.ts';

/** What `type` may say in a JSON Schema. */
export const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;

const typeName = z.enum(JSON_TYPES);
const size = wholeNumber(0).optional();
const number = z.number().optional();
const text = z.string().optional();

/** Keywords whose values can be judged by themselves. Others, of whichever draft, are the author's business. */
const keywordShape = {
  schema: z.object({
    $schema: text,
    $id: text,
    $ref: text,
    title: text,
    description: text,
    enum: list.optional(),
    format: text,
    pattern: text,
    minLength: size,
    maxLength: size,
    minimum: number,
    maximum: number,
    multipleOf: number,
    minItems: size,
    maxItems: size,
    uniqueItems: z.boolean().optional(),
    required: z.array(z.string()).optional(),
    minProperties: size,
    maxProperties: size,
    properties: mapping.optional(),
    patternProperties: mapping.optional(),
    $defs: mapping.optional(),
    definitions: mapping.optional(),
    allOf: list.optional(),
    anyOf: list.optional(),
    oneOf: list.optional(),
  }),
  open: true,
} as const satisfies MappingShape;

/** Keywords that hold a schema, a list of schemas, or a mapping of names to schemas. */
const ONE = ['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else'];
const MANY = ['items', 'prefixItems', 'allOf', 'anyOf', 'oneOf'];
const NAMED = ['properties', 'patternProperties', '$defs', 'definitions'];

/** Reports what is no JSON Schema, or none that can judge: a mistake that is easy to tell in words of its own, any other as well. */
export function checkJsonSchema(key: string, node: YamlNode, report: Report): void {
  const told: Span[] = [];
  checkShape(key, node, (kind, span, params, related) => {
    told.push(span);
    report(kind, span, params, related);
  });
  if (node.kind !== 'mapping') return;
  inspectSchema(toDataObject(node), (kind, place, params) => {
    const span = spanOf(node, place);
    // What is wrong in a part is not told again of the whole.
    const isTold = told.some(({ start, end }) => start >= span.start && end <= span.end);
    if (!isTold) report(kind, span, params);
  });
}

function checkShape(key: string, node: YamlNode, report: Report): void {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return;
  if (node.kind !== 'mapping') {
    report(wrongType, node.span, { key, expected: 'a JSON Schema, which is a mapping', got: describe(node) });
    return;
  }
  readMapping(node, keywordShape, { name: `the schema of ${key}`, span: headOf(node) }, report);
  checkType(node.entries.get('type')?.value, report);
  for (const [name, schema] of partsOf(node)) checkShape(name, schema, report);
}

/** The text that is meant by a place in a schema. */
function spanOf(schema: YamlMapping, { path, atKey = false }: SchemaPlace): Span {
  let node: YamlNode | undefined = schema;
  let key: Span | undefined;
  for (const part of path) {
    const entry: YamlEntry | undefined = node?.kind === 'mapping' ? node.entries.get(String(part)) : undefined;
    key = entry?.key.span;
    node = node?.kind === 'list' ? node.items[Number(part)] : entry?.value;
  }
  if (atKey && key !== undefined) return key;
  return node === undefined || node === schema ? headOf(schema) : node.span;
}

function* partsOf(schema: YamlMapping): Generator<readonly [name: string, schema: YamlNode]> {
  for (const [keyword, { value }] of schema.entries) {
    if (NAMED.includes(keyword) && value.kind === 'mapping') {
      for (const [name, entry] of value.entries) yield [name, entry.value];
    } else if (MANY.includes(keyword) && value.kind === 'list') {
      for (const item of value.items) yield [keyword, item];
    } else if (ONE.includes(keyword)) {
      yield [keyword, value];
    }
  }
}

/** One type, or a list of them. */
function checkType(type: YamlNode | undefined, report: Report): void {
  if (type === undefined) return;
  for (const value of type.kind === 'list' ? type.items : [type]) {
    const { error } = typeName.safeParse(value.kind === 'scalar' ? value.value : undefined);
    const entry = { key: { value: 'type', span: value.span }, value };
    if (error !== undefined) reportIssues(entry, typeName, error.issues, report);
  }
}
