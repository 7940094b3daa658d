import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { didYouMean, foreign, listOf, quote } from '../../diagnostics/wording.ts';
import { DEFAULT_DRAFT, DRAFTS, spellingOf, type Draft } from '../draft.ts';

// What can be wrong with a JSON Schema.

/**
 * `$schema` names no draft that is known.
 *
 * **Fix:** remove it, or write one of the addresses that the hint lists; `http` and `https`, with `#` at the end and
 * without, are the same.
 *
 * @example
 * ```yaml
 * input_schema: { $schema: 'https://example.com/schema' }
 * ```
 */
export const unknownDraft = defineDiagnostic({
  code: 'unknown-draft',
  severity: 'error',
  message: ({ found }: { found: unknown }) =>
    `"$schema" is ${quote(found)}, which is not a known draft of JSON Schema.`,
  hint: () => `Remove it for draft ${DEFAULT_DRAFT}, or write ${listOf(DRAFTS.map(spellingOf))}.`,
});

/**
 * A schema that breaks the rules of its draft, or that could never be met or never come to an end.
 *
 * **Fix:** correct the place that the message points at. A list of schemas under `items` is called `prefixItems` in
 * draft 2020-12.
 *
 * @example
 * ```yaml
 * input_schema: { properties: { plan: { enum: [] } } }
 * ```
 */
export const badSchema = defineDiagnostic({
  code: 'bad-schema',
  severity: 'error',
  message: ({ draft, reason }: { draft: Draft; reason: string }) =>
    `This is not a valid JSON Schema of draft ${name(draft)}: it ${foreign(reason)}.`,
});

/**
 * A `$ref` leads to no schema. Other files and addresses are not read.
 *
 * **Fix:** copy the schema under `$defs`, and write `$ref: '#/$defs/address'`.
 *
 * @example
 * ```yaml
 * input_schema: { properties: { address: { $ref: 'address.json' } } }
 * ```
 */
export const unresolvedReference = defineDiagnostic({
  code: 'unresolved-reference',
  severity: 'error',
  message: ({ reference }: { reference: string }) => `The reference ${quote(reference)} leads to no schema.`,
  hint: ({ reference }) =>
    reference.startsWith('#')
      ? 'Name a place in the same schema, such as "#/$defs/address".'
      : 'Copy the other schema under "$defs" and refer to it as "#/$defs/…": other files and addresses are not read.',
});

/**
 * A `pattern`, or a key of `patternProperties`, is not a regular expression.
 *
 * **Fix:** correct the expression; it is read as JavaScript reads it, with the `u` flag or, where that is impossible,
 * without.
 *
 * @example
 * ```yaml
 * input_schema: { properties: { code: { pattern: '[' } } }
 * ```
 */
export const badPattern = defineDiagnostic({
  code: 'bad-pattern',
  severity: 'error',
  message: ({ pattern }: { pattern: string; reason: string }) => `${quote(pattern)} is not a regular expression.`,
  hint: ({ reason }) => foreign(reason),
});

/**
 * A pattern cannot be matched in linear time, so a request could stop the API. That
 * is so with back references, with looking behind, with looking ahead elsewhere than after a `^` at the start, and
 * with more than 1,000 characters when repetitions are written out.
 *
 * **Fix:** split it into several schemas under `allOf` or `not`; limit the length by `minLength` and `maxLength`.
 *
 * @example
 * ```yaml
 * input_schema: { properties: { code: { pattern: '(a|b)\1' } } }
 * ```
 */
export const unsafePattern = defineDiagnostic({
  code: 'unsafe-pattern',
  severity: 'error',
  message: ({ pattern, reason }: { pattern: string; reason: string }) =>
    `The pattern ${quote(pattern)} cannot be matched in linear time: ${foreign(reason)}.`,
  hint: () =>
    'Split it into several schemas under "allOf", limit the length by "minLength" and "maxLength", or look ahead only at the start.',
});

/**
 * For some texts the pattern takes exponential time where the engine backtracks: in JavaScript, in Java, in API
 * Gateway. The API and the local server match in linear time, and `directStart` leaves the pattern out; your own code
 * may not.
 *
 * **Fix:** let no text match a repeated part in two ways: `^a+$` says the same.
 *
 * @example
 * ```yaml
 * input_schema: { properties: { code: { pattern: '^(a+)+$' } } }
 * ```
 */
export const slowPattern = defineDiagnostic({
  code: 'slow-pattern',
  severity: 'warning',
  message: ({ pattern }: { pattern: string }) =>
    `The pattern ${quote(pattern)} takes exponential time for some texts where the engine backtracks, as in JavaScript and in API Gateway.`,
  hint: () => 'Let no text match a repeated part in two ways: "(a+)+" says no more than "a+".',
});

/**
 * A keyword is not known, and looks like one that is.
 *
 * **Fix:** write the keyword that the hint names.
 *
 * @example
 * ```yaml
 * input_schema: { requird: [email] }
 * ```
 */
export const misspeltKeyword = defineDiagnostic({
  code: 'misspelt-keyword',
  severity: 'warning',
  message: ({ keyword }: { keyword: string; suggestion: string }) =>
    `${quote(keyword)} is not a keyword of JSON Schema: it is ignored.`,
  hint: ({ suggestion }) => didYouMean(suggestion),
});

/**
 * A keyword is of another draft than the schema, where it says nothing.
 *
 * **Fix:** name the draft that the keyword is of in `$schema`, or remove `$schema`.
 *
 * @example
 * ```yaml
 * input_schema: { $schema: 'http://json-schema.org/draft-07/schema#', dependentRequired: { a: [b] } }
 * ```
 */
export const foreignKeyword = defineDiagnostic({
  code: 'foreign-keyword',
  severity: 'warning',
  message: ({ keyword, draft }: { keyword: string; draft: Draft }) =>
    `${quote(keyword)} is not a keyword of draft ${name(draft)}: it is ignored.`,
  hint: () => `Set "$schema" to the draft that has this keyword. Without "$schema", a schema is of draft ${DEFAULT_DRAFT}.`,
});

/**
 * Up to draft 7, nothing counts that stands beside `$ref`.
 *
 * **Fix:** write both under `allOf`.
 *
 * @example
 * ```yaml
 * input_schema:
 *   $schema: 'http://json-schema.org/draft-07/schema#'
 *   properties: { email: { $ref: '#/definitions/text', maxLength: 100 } }
 *   definitions: { text: { type: string } }
 * ```
 */
export const idleKeyword = defineDiagnostic({
  code: 'idle-keyword',
  severity: 'warning',
  message: ({ keyword, draft }: { keyword: string; draft: Draft }) =>
    `${quote(keyword)} is ignored: draft ${name(draft)} ignores everything beside "$ref".`,
  hint: () => 'Write both under "allOf".',
});

function name(draft: Draft): string {
  return draft.replace('draft-0', '');
}
