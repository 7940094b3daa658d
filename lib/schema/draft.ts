/** The drafts of JSON Schema that are known, by their names. */
export const DRAFTS = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'] as const;

/** A draft of JSON Schema: it says what each keyword means. */
export type Draft = (typeof DRAFTS)[number];

/**
 * The draft of schemas that name none: the newest, as JSON Schema advises. What templates write without `$schema` means the
 * same in draft 7, but for lists of schemas under `items`, which are reported, as `prefixItems` they are called now.
 */
export const DEFAULT_DRAFT: Draft = '2020-12';

/** The draft that the value of `$schema` names, with http or https and with or without `#` at its end. */
export function draftOf($schema: unknown): Draft | undefined {
  if ($schema === undefined) return DEFAULT_DRAFT;
  if (typeof $schema !== 'string') return undefined;
  const name = /^https?:\/\/json-schema\.org\/(?:draft\/)?(.+)\/schema#?$/.exec($schema)?.[1];
  const draft = DRAFTS.find((draft) => draft === name);
  return draft !== undefined && $schema.replace(/^https?:/, '').replace(/#$/, '') === addressOf(draft)
    ? draft
    : undefined;
}

/** How `$schema` names a draft, as the hint of a diagnostic says it. */
export function spellingOf(draft: Draft): string {
  const isOld = draft.startsWith('draft-');
  return `${isOld ? 'http' : 'https'}:${addressOf(draft)}${isOld ? '#' : ''}`;
}

function addressOf(draft: Draft): string {
  return `//json-schema.org/${draft.startsWith('draft-') ? draft : `draft/${draft}`}/schema`;
}
