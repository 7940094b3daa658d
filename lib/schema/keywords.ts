import { DRAFTS, type Draft } from './draft.ts';

/** The keywords that judge a value, by the draft that brought them. */
const SINCE: Readonly<Record<Draft, readonly string[]>> = {
  'draft-04': [
    'additionalProperties',
    'allOf',
    'anyOf',
    'definitions',
    'dependencies',
    'enum',
    'exclusiveMaximum',
    'exclusiveMinimum',
    'format',
    'items',
    'maxItems',
    'maxLength',
    'maxProperties',
    'maximum',
    'minItems',
    'minLength',
    'minProperties',
    'minimum',
    'multipleOf',
    'not',
    'oneOf',
    'pattern',
    'patternProperties',
    'properties',
    'required',
    'type',
    'uniqueItems',
    '$ref',
  ],
  'draft-06': ['const', 'contains', 'propertyNames'],
  'draft-07': ['else', 'if', 'then'],
  '2019-09': [
    'dependentRequired',
    'dependentSchemas',
    'maxContains',
    'minContains',
    'unevaluatedItems',
    'unevaluatedProperties',
    '$defs',
  ],
  '2020-12': ['prefixItems', '$dynamicRef'],
};

/** Keywords that a draft has taken out again. */
const GONE: Readonly<Record<string, Draft>> = { additionalItems: '2020-12' };

const ALL = DRAFTS.flatMap((draft) => SINCE[draft]);

/** The keywords that judge a value in a draft. */
export function keywordsOf(draft: Draft): readonly string[] {
  return DRAFTS.slice(0, DRAFTS.indexOf(draft) + 1).flatMap((each) => SINCE[each]);
}

/** Whether a keyword judges values in other drafts, but not in this one, which passes over it. */
export function isOfAnotherDraft(keyword: string, draft: Draft): boolean {
  const since = DRAFTS.find((each) => SINCE[each].includes(keyword));
  // Definitions are found by references whatever the keyword is called.
  if (keyword === '$defs') return false;
  if (since !== undefined) return DRAFTS.indexOf(since) > DRAFTS.indexOf(draft);
  const gone = GONE[keyword];
  return Object.hasOwn(GONE, keyword) && gone !== undefined && DRAFTS.indexOf(gone) <= DRAFTS.indexOf(draft);
}

/** Whether a keyword judges values in any draft. */
export function isKeyword(keyword: string): boolean {
  return ALL.includes(keyword) || Object.hasOwn(GONE, keyword);
}
