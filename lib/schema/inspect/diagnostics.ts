import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { didYouMean, foreign, listOf, quote } from '../../diagnostics/wording.ts';
import { DEFAULT_DRAFT, DRAFTS, spellingOf, type Draft } from '../draft.ts';

// What can be wrong with a JSON Schema.

export const unknownDraft = defineDiagnostic({
  code: 'unknown-draft',
  severity: 'error',
  message: ({ found }: { found: unknown }) =>
    `"$schema" is ${quote(found)}, which is no draft of JSON Schema that is known.`,
  hint: () => `Remove it for draft ${DEFAULT_DRAFT}, or write ${listOf(DRAFTS.map(spellingOf))}.`,
});

export const badSchema = defineDiagnostic({
  code: 'bad-schema',
  severity: 'error',
  message: ({ draft, reason }: { draft: Draft; reason: string }) =>
    `This is no valid JSON Schema of draft ${name(draft)}: it ${foreign(reason)}.`,
});

export const unresolvedReference = defineDiagnostic({
  code: 'unresolved-reference',
  severity: 'error',
  message: ({ reference }: { reference: string }) => `The reference ${quote(reference)} leads to no schema.`,
  hint: ({ reference }) =>
    reference.startsWith('#')
      ? 'Name a place in the same schema, such as "#/$defs/address".'
      : 'Copy the other schema under "$defs" and refer to it as "#/$defs/…": other files and addresses are not read.',
});

export const badPattern = defineDiagnostic({
  code: 'bad-pattern',
  severity: 'error',
  message: ({ pattern }: { pattern: string; reason: string }) => `${quote(pattern)} is not a regular expression.`,
  hint: ({ reason }) => foreign(reason),
});

export const unsafePattern = defineDiagnostic({
  code: 'unsafe-pattern',
  severity: 'error',
  message: ({ pattern, reason }: { pattern: string; reason: string }) =>
    `The pattern ${quote(pattern)} cannot be matched in a time that is proportional to the text: ${foreign(reason)}.`,
  hint: () =>
    'Split it into several schemas under "allOf", limit the length by "minLength" and "maxLength", or look ahead only at the start.',
});

export const slowPattern = defineDiagnostic({
  code: 'slow-pattern',
  severity: 'warning',
  message: ({ pattern }: { pattern: string }) =>
    `The pattern ${quote(pattern)} takes exponential time for some texts where regular expressions go back, as in JavaScript and in API Gateway.`,
  hint: () => 'Let no text match a repeated part in two ways: "(a+)+" says no more than "a+".',
});

export const misspeltKeyword = defineDiagnostic({
  code: 'misspelt-keyword',
  severity: 'warning',
  message: ({ keyword }: { keyword: string; suggestion: string }) =>
    `${quote(keyword)} is no keyword of JSON Schema: it is ignored.`,
  hint: ({ suggestion }) => didYouMean(suggestion),
});

export const foreignKeyword = defineDiagnostic({
  code: 'foreign-keyword',
  severity: 'warning',
  message: ({ keyword, draft }: { keyword: string; draft: Draft }) =>
    `${quote(keyword)} is no keyword of draft ${name(draft)}: it is ignored.`,
  hint: () => `Name the draft that it is of in "$schema"; without "$schema" a schema is of draft ${DEFAULT_DRAFT}.`,
});

export const idleKeyword = defineDiagnostic({
  code: 'idle-keyword',
  severity: 'warning',
  message: ({ keyword, draft }: { keyword: string; draft: Draft }) =>
    `${quote(keyword)} is ignored: in draft ${name(draft)} nothing counts beside "$ref".`,
  hint: () => 'Write both under "allOf".',
});

function name(draft: Draft): string {
  return draft.replace('draft-0', '');
}
