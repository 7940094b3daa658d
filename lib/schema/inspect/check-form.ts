import type { Draft } from '../draft.ts';
import { isOfAnotherDraft } from '../keywords.ts';
import { isObject, type Path } from '../schema.ts';
import type { Part } from '../walk-schema.ts';
import { badSchema } from './diagnostics.ts';
import type { SchemaReport } from './schema-report.ts';

/** What is wrong with the value of a keyword: where in it, and in words that go on after "it". */
interface Flaw {
  readonly path: Path;
  readonly reason: string;
}

/** What a keyword may hold, as a search for what it may not. */
type Form = (value: unknown, draft: Draft) => Iterable<Flaw>;

const TYPES: readonly unknown[] = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

const text = expect((value) => typeof value === 'string', 'must be text');
const flag = expect((value) => typeof value === 'boolean', 'must be true or false');
const number = expect((value) => typeof value === 'number', 'must be a number');
const positive = expect((value) => typeof value === 'number' && value > 0, 'must be a number above 0');
const size = expect((value) => Number.isInteger(value) && Number(value) >= 0, 'must be a whole number from 0 on');
const anObject = expect(isObject, 'must be a mapping');
const aList = expect(Array.isArray, 'must be a list');
const aType = expect((value) => TYPES.includes(value), `must be one of ${TYPES.join(', ')}`);
/** Draft 4 has schemas that are true or false at two places only. */
const schema: Form = (value, draft) =>
  draft === 'draft-04'
    ? anObject(value, draft)
    : expect(
        (each) => isObject(each) || typeof each === 'boolean',
        'must be a schema, which is a mapping, true or false',
      )(value, draft);
const openSchema: Form = (value, draft) => (typeof value === 'boolean' ? [] : schema(value, draft));
const schemas = list(schema, { nonEmpty: () => true });
const named = mapping(schema);
const names = list(text, { unique: true, nonEmpty: (draft) => draft === 'draft-04' });
/** In draft 4 these say whether the limit itself is excluded; later, they are limits of their own. */
const exclusive: Form = (value, draft) => (draft === 'draft-04' ? flag : number)(value, draft);

/** The forms of keywords, those of all drafts together. */
const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>(
  Object.entries({
    $anchor: text,
    $comment: text,
    $defs: named,
    $dynamicRef: text,
    $id: text,
    $ref: text,
    additionalItems: openSchema,
    additionalProperties: openSchema,
    allOf: schemas,
    anyOf: schemas,
    contains: schema,
    definitions: named,
    dependencies: mapping((value, draft) => (Array.isArray(value) ? names : schema)(value, draft)),
    dependentRequired: mapping(names),
    dependentSchemas: named,
    description: text,
    else: schema,
    // Later drafts allow an empty list, but nothing could be valid then, and no validator takes it.
    enum: list(() => [], { nonEmpty: () => true }),
    exclusiveMaximum: exclusive,
    exclusiveMinimum: exclusive,
    format: text,
    if: schema,
    items: (value, draft) => {
      if (!Array.isArray(value)) return schema(value, draft);
      const reason = 'must be one schema; a list of them is called "prefixItems" in this draft';
      return draft === '2020-12' ? [{ path: [], reason }] : schemas(value, draft);
    },
    maxContains: size,
    maxItems: size,
    maxLength: size,
    maxProperties: size,
    maximum: number,
    minContains: size,
    minItems: size,
    minLength: size,
    minProperties: size,
    minimum: number,
    multipleOf: positive,
    not: schema,
    oneOf: schemas,
    pattern: text,
    patternProperties: named,
    prefixItems: schemas,
    properties: named,
    propertyNames: schema,
    required: names,
    then: schema,
    title: text,
    type: (value, draft) =>
      Array.isArray(value) ? list(aType, { unique: true, nonEmpty: () => true })(value, draft) : aType(value, draft),
    unevaluatedItems: schema,
    unevaluatedProperties: schema,
    uniqueItems: flag,
  } satisfies Record<string, Form>),
);

/** What draft 4 wants beside a keyword. */
const LIMITS: ReadonlyMap<string, string> = new Map([
  ['exclusiveMaximum', 'maximum'],
  ['exclusiveMinimum', 'minimum'],
]);

/** Reports keywords with values that they may not have. */
export function checkForm({ schema, path }: Part, draft: Draft, report: SchemaReport): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (isOfAnotherDraft(keyword, draft)) continue;
    for (const flaw of FORMS.get(keyword)?.(value, draft) ?? []) {
      report(badSchema, { path: [...path, keyword, ...flaw.path] }, { draft, reason: flaw.reason });
    }
    const limit = draft === 'draft-04' ? LIMITS.get(keyword) : undefined;
    if (limit !== undefined && schema[limit] === undefined) {
      report(badSchema, { path: [...path, keyword] }, { draft, reason: `needs "${limit}" beside it` });
    }
  }
}

function expect(isFine: (value: unknown) => boolean, reason: string): Form {
  return (value) => (isFine(value) ? [] : [{ path: [], reason }]);
}

interface ListRules {
  readonly unique?: boolean;
  readonly nonEmpty?: (draft: Draft) => boolean;
}

function list(item: Form, { unique = false, nonEmpty = () => false }: ListRules): Form {
  return function* (value, draft) {
    if (!Array.isArray(value)) {
      yield* aList(value, draft);
      return;
    }
    if (value.length === 0 && nonEmpty(draft)) yield { path: [], reason: 'must not be empty' };
    const seen = new Set<unknown>();
    for (const [index, each] of (value as readonly unknown[]).entries()) {
      for (const flaw of item(each, draft)) yield { ...flaw, path: [index, ...flaw.path] };
      if (unique && seen.has(each)) yield { path: [index], reason: 'must not be there twice' };
      seen.add(each);
    }
  };
}

function mapping(entry: Form): Form {
  return function* (value, draft) {
    if (!isObject(value)) {
      yield* anObject(value, draft);
      return;
    }
    for (const [name, each] of Object.entries(value)) {
      for (const flaw of entry(each, draft)) yield { ...flaw, path: [name, ...flaw.path] };
    }
  };
}
