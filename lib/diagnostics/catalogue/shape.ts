import { asYaml, count, didYouMean, foreign, formatNumber, listOf, quote } from '../wording.ts';
import { error, warning } from './entry.ts';

/** What can be wrong with the keys and values of a template, one at a time. `owner` is the thing that has the key. */
export const shapeEntries = {
  'missing-key': error(
    ({ key, owner }: { key: string; owner: string; found?: string; example?: string }) =>
      `${capitalise(owner)} has no key ${quote(key)}, which is required.`,
    ({ key, found, example }) =>
      found === undefined
        ? example && `Add "${key}: ${example}".`
        : `${quote(found)} is not known: rename it to ${quote(key)}.`,
  ),
  'unknown-key': warning(
    ({ key, owner }: { key: string; owner: string; allowed: readonly string[]; suggest?: string }) =>
      `${capitalise(owner)} has no key ${quote(key)}: it is ignored.`,
    ({ allowed, suggest }) => didYouMean(suggest) ?? `Known keys are ${listOf(allowed, 'and')}.`,
  ),
  'ignored-key': warning(
    ({ key, owner }: { key: string; owner: string; advice: string }) =>
      `The key ${quote(key)} of ${owner} is ignored, here as in Tasker.`,
    ({ advice }) => advice,
  ),
  'legacy-key': warning(
    ({ key, instead }: { key: string; instead: string; write: string }) =>
      `The key ${quote(key)} is read as ${quote(instead)} here, but Tasker ignores it.`,
    ({ write }) => `Write "${write}".`,
  ),
  'conflicting-keys': error(
    ({ first, second, owner }: { first: string; second: string; owner: string }) =>
      `${capitalise(owner)} has both ${quote(first)} and ${quote(second)}, which mean the same.`,
    ({ first }) => `Keep one of them, preferably ${quote(first)}.`,
  ),
  'wrong-type': error(
    ({ key, expected, got }: { key: string; expected: string; got: string; write?: string }) =>
      `${quote(key)} must be ${expected}, not ${got}.`,
    ({ write }) => write && `Write ${write}.`,
  ),
  'bad-value': error(
    ({ key, value, allowed }: { key: string; value: unknown; allowed: readonly string[]; suggest?: string }) =>
      `${quote(key)} is ${value === null ? 'empty' : quote(value)}, but must be ${listOf(allowed)}.`,
    ({ suggest }) => didYouMean(suggest),
  ),
  'out-of-range': error(
    ({ key, value, min, max }: { key: string; value: number; min: number; max?: number }) =>
      `${quote(key)} is ${formatNumber(value)}, but must be ` +
      (max === undefined ? `at least ${formatNumber(min)}.` : `from ${formatNumber(min)} to ${formatNumber(max)}.`),
  ),
  'bad-length': error(({ key, length, max }: { key: string; length: number; max: number }) =>
    length === 0
      ? `${quote(key)} is empty.`
      : `${quote(key)} has ${count(length, 'character')}; at most ${max} are allowed.`,
  ),
  'empty-value': warning(
    ({ key, meaning }: { key: string; meaning: string }) => `${quote(key)} has no value and is read as ${meaning}.`,
    ({ key, meaning }) => `Tasker refuses this: write "${key}: ${meaning}", or remove the key.`,
  ),
  'bad-pattern': error(
    ({ pattern }: { pattern: string; reason: string }) => `${quote(pattern)} is not a regular expression.`,
    ({ reason }) => foreign(reason),
  ),
  'string-handler': error(
    ({ callable }: { callable: string }) => `"handler" must be a mapping, not the text ${quote(callable)}.`,
    ({ callable }) => `Write "handler: { callable: ${asYaml(callable)} }".`,
  ),
  'string-event': error(
    ({ name }: { name: string }) => `An event is a mapping, not the text ${quote(name)}.`,
    ({ name }) => `Write "{ name: ${asYaml(name)}, description: …, schema: { type: object } }".`,
  ),
  'numeric-version': error(
    ({ text }: { text: string; version: string }) =>
      `"version" must be text, but YAML reads ${foreign(text)} as a number.`,
    ({ version }) => `Write "version: '${version}'".`,
  ),
} as const;

function capitalise(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
