import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { asYaml, count, didYouMean, foreign, formatNumber, listOf, quote } from '../../diagnostics/wording.ts';

// What can be wrong with the keys and values of a template, one at a time. `owner` is the thing that has the key.

export const missingKey = defineDiagnostic({
  code: 'missing-key',
  severity: 'error',
  message: ({ key, owner }: { key: string; owner: string; found?: string; example?: string }) =>
    `${capitalise(owner)} has no key ${quote(key)}, which is required.`,
  hint: ({ key, found, example }) =>
    found === undefined
      ? example && `Add "${key}: ${example}".`
      : `${quote(found)} is not known: rename it to ${quote(key)}.`,
});

export const unknownKey = defineDiagnostic({
  code: 'unknown-key',
  severity: 'warning',
  message: ({ key, owner }: { key: string; owner: string; allowed: readonly string[]; suggest?: string }) =>
    `${capitalise(owner)} has no key ${quote(key)}: it is ignored.`,
  hint: ({ allowed, suggest }) => didYouMean(suggest) ?? `Known keys are ${listOf(allowed, 'and')}.`,
});

export const misspeltKey = defineDiagnostic({
  code: 'misspelt-key',
  severity: 'error',
  message: ({ key, owner, meant }: { key: string; owner: string; meant: string }) =>
    `${capitalise(owner)} has no key ${quote(key)}, which looks like ${quote(meant)} with a slip in it: it would have no effect.`,
  hint: ({ meant }) => `Write ${quote(meant)}, or rename the key if it is meant as a note of yours.`,
});

export const ignoredKey = defineDiagnostic({
  code: 'ignored-key',
  severity: 'warning',
  message: ({ key, owner }: { key: string; owner: string; advice: string }) =>
    `The key ${quote(key)} of ${owner} is ignored, here as in Tasker.`,
  hint: ({ advice }) => advice,
});

export const legacyKey = defineDiagnostic({
  code: 'legacy-key',
  severity: 'warning',
  message: ({ key, instead }: { key: string; instead: string; write: string }) =>
    `The key ${quote(key)} is read as ${quote(instead)} here, but Tasker ignores it.`,
  hint: ({ write }) => `Write "${write}".`,
});

export const conflictingKeys = defineDiagnostic({
  code: 'conflicting-keys',
  severity: 'error',
  message: ({ first, second, owner }: { first: string; second: string; owner: string }) =>
    `${capitalise(owner)} has both ${quote(first)} and ${quote(second)}, which mean the same.`,
  hint: ({ first }) => `Keep one of them, preferably ${quote(first)}.`,
});

export const wrongType = defineDiagnostic({
  code: 'wrong-type',
  severity: 'error',
  message: ({ key, expected, got }: { key: string; expected: string; got: string; write?: string }) =>
    `${quote(key)} must be ${expected}, not ${got}.`,
  hint: ({ write }) => write && `Write ${write}.`,
});

export const badValue = defineDiagnostic({
  code: 'bad-value',
  severity: 'error',
  message: ({ key, value, allowed }: { key: string; value: unknown; allowed: readonly string[]; suggest?: string }) =>
    `${quote(key)} is ${value === null ? 'empty' : quote(value)}, but must be ${listOf(allowed)}.`,
  hint: ({ suggest }) => didYouMean(suggest),
});

export const outOfRange = defineDiagnostic({
  code: 'out-of-range',
  severity: 'error',
  message: ({ key, value, min, max }: { key: string; value: number; min: number; max?: number }) =>
    `${quote(key)} is ${formatNumber(value)}, but must be ` +
    (max === undefined ? `at least ${formatNumber(min)}.` : `from ${formatNumber(min)} to ${formatNumber(max)}.`),
});

export const badLength = defineDiagnostic({
  code: 'bad-length',
  severity: 'error',
  message: ({ key, length, max }: { key: string; length: number; max: number }) =>
    length === 0
      ? `${quote(key)} is empty.`
      : `${quote(key)} has ${count(length, 'character')}; at most ${max} are allowed.`,
});

export const emptyValue = defineDiagnostic({
  code: 'empty-value',
  severity: 'warning',
  message: ({ key, meaning }: { key: string; meaning: string }) =>
    `${quote(key)} has no value and is read as ${meaning}.`,
  hint: ({ key, meaning }) => `Tasker refuses this: write "${key}: ${meaning}", or remove the key.`,
});

export const stringHandler = defineDiagnostic({
  code: 'string-handler',
  severity: 'error',
  message: ({ callable }: { callable: string }) => `"handler" must be a mapping, not the text ${quote(callable)}.`,
  hint: ({ callable }) => `Write "handler: { callable: ${asYaml(callable)} }".`,
});

export const stringEvent = defineDiagnostic({
  code: 'string-event',
  severity: 'error',
  message: ({ name }: { name: string }) => `An event is a mapping, not the text ${quote(name)}.`,
  hint: ({ name }) => `Write "{ name: ${asYaml(name)}, description: …, schema: { type: object } }".`,
});

export const numericVersion = defineDiagnostic({
  code: 'numeric-version',
  severity: 'error',
  message: ({ text }: { text: string; version: string }) =>
    `"version" must be text, but YAML reads ${foreign(text)} as a number.`,
  hint: ({ version }) => `Write "version: '${version}'".`,
});

function capitalise(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
