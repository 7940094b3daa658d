import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { asYaml, count, didYouMean, foreign, formatNumber, listOf, quote } from '../../diagnostics/wording.ts';

// What can be wrong with the keys and values of a template, one at a time. `owner` is the thing that has the key.

/**
 * A required key is not there. When an unknown key looks like a misspelling of it, that key is marked.
 *
 * **Fix:** add the key, or correct its spelling.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 * ```
 */
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

/**
 * Nobody reads this key. Tasker ignores such keys without a word.
 *
 * **Fix:** correct the spelling, or remove the key.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     owner: logistics
 * ```
 */
export const unknownKey = defineDiagnostic({
  code: 'unknown-key',
  severity: 'warning',
  message: ({ key, owner }: { key: string; owner: string; allowed: readonly string[]; suggest?: string }) =>
    `${capitalise(owner)} has no key ${quote(key)}: it is ignored.`,
  hint: ({ allowed, suggest }) => didYouMean(suggest) ?? `Known keys are ${listOf(allowed, 'and')}.`,
});

/**
 * Nobody reads this key, but it is one or two letters away from one that changes what a task does. Tasker ignores it
 * without a word: here `ship` would run at once, also when `pack` fails.
 *
 * **Fix:** correct the spelling. If the key is a note of yours, give it another name.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     dependancies: [pack]
 * ```
 */
export const misspeltKey = defineDiagnostic({
  code: 'misspelt-key',
  severity: 'error',
  message: ({ key, owner, meant }: { key: string; owner: string; meant: string }) =>
    `${capitalise(owner)} has no key ${quote(key)}. It looks like a misspelt ${quote(meant)}, and would have no effect.`,
  hint: ({ meant }) => `Write ${quote(meant)}, or rename the key if it is a note of yours.`,
});

/**
 * The key is known from old versions, guides or other places, but has no effect here, nor in Tasker.
 *
 * **Fix:** follow the hint: it says what to write instead, or that nothing is lost by removing the key.
 *
 * @example
 * ```yaml
 * task_handler: { callable: OrderHandler }
 * ```
 */
export const ignoredKey = defineDiagnostic({
  code: 'ignored-key',
  severity: 'warning',
  message: ({ key, owner }: { key: string; owner: string; advice: string }) =>
    `The key ${quote(key)} of ${owner} is ignored, here as in Tasker.`,
  hint: ({ advice }) => advice,
});

/**
 * The key is an old spelling. We read it, with seconds turned into milliseconds; Tasker ignores it and uses its
 * defaults.
 *
 * **Fix:** write what the hint says, here `max_attempts: 5` and `backoff_base_ms: 2000`. See
 * [templates.md](templates.md#old-spellings).
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     retry: { limit: 5, initial_delay: 2 }
 * ```
 */
export const legacyKey = defineDiagnostic({
  code: 'legacy-key',
  severity: 'warning',
  message: ({ key, instead }: { key: string; instead: string; write: string }) =>
    `The key ${quote(key)} is read as ${quote(instead)} here, but Tasker ignores it.`,
  hint: ({ write }) => `Write "${write}".`,
});

/**
 * Two spellings of one key stand in the same mapping.
 *
 * **Fix:** keep one of them.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     dependencies: []
 *     depends_on: []
 * ```
 */
export const conflictingKeys = defineDiagnostic({
  code: 'conflicting-keys',
  severity: 'error',
  message: ({ first, second, owner }: { first: string; second: string; owner: string }) =>
    `${capitalise(owner)} has both ${quote(first)} and ${quote(second)}, which mean the same.`,
  hint: ({ first }) => `Keep one of them, preferably ${quote(first)}.`,
});

/**
 * A value is of another kind than its key needs.
 *
 * **Fix:** write a value of the kind that the message names.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     timeout_seconds: 30s
 * ```
 */
export const wrongType = defineDiagnostic({
  code: 'wrong-type',
  severity: 'error',
  message: ({ key, expected, got }: { key: string; expected: string; got: string; write?: string }) =>
    `${quote(key)} must be ${expected}, not ${got}.`,
  hint: ({ write }) => write && `Write ${write}.`,
});

/**
 * A key takes one of a few words, and this is none of them.
 *
 * **Fix:** choose one of the words in the message.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     type: deferred
 *     handler: { callable: ShipHandler }
 * ```
 */
export const badValue = defineDiagnostic({
  code: 'bad-value',
  severity: 'error',
  message: ({ key, value, allowed }: { key: string; value: unknown; allowed: readonly string[]; suggest?: string }) =>
    `${quote(key)} is ${value === null ? 'empty' : quote(value)}, but must be ${listOf(allowed)}.`,
  hint: ({ suggest }) => didYouMean(suggest),
});

/**
 * A number is smaller or larger than can be.
 *
 * **Fix:** stay within the range in the message; [templates.md](templates.md) lists all ranges.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     retry: { max_attempts: -1 }
 * ```
 */
export const outOfRange = defineDiagnostic({
  code: 'out-of-range',
  severity: 'error',
  message: ({ key, value, min, max }: { key: string; value: number; min: number; max?: number }) =>
    `${quote(key)} is ${formatNumber(value)}, but must be ` +
    (max === undefined ? `at least ${formatNumber(min)}.` : `from ${formatNumber(min)} to ${formatNumber(max)}.`),
});

/**
 * A text is empty, or longer than Tasker allows.
 *
 * **Fix:** write something, or something shorter.
 *
 * @example
 * ```yaml
 * name: ''
 * ```
 */
export const badLength = defineDiagnostic({
  code: 'bad-length',
  severity: 'error',
  message: ({ key, length, max }: { key: string; length: number; max: number }) =>
    length === 0
      ? `${quote(key)} is empty.`
      : `${quote(key)} has ${count(length, 'character')}; at most ${max} are allowed.`,
});

/**
 * A key that takes a list or a mapping has no value. It is read as an empty one; Tasker refuses the template.
 *
 * **Fix:** write `[]` or `{}`, or remove the key.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     dependencies:
 * ```
 */
export const emptyValue = defineDiagnostic({
  code: 'empty-value',
  severity: 'warning',
  message: ({ key, meaning }: { key: string; meaning: string }) =>
    `${quote(key)} has no value and is read as ${meaning}.`,
  hint: ({ key, meaning }) => `Tasker refuses this: write "${key}: ${meaning}", or remove the key.`,
});

/**
 * `handler` is only a name. Tasker needs a mapping.
 *
 * **Fix:** write `handler: { callable: Orders::ShipHandler }`.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: Orders::ShipHandler
 * ```
 */
export const stringHandler = defineDiagnostic({
  code: 'string-handler',
  severity: 'error',
  message: ({ callable }: { callable: string }) => `"handler" must be a mapping, not the text ${quote(callable)}.`,
  hint: ({ callable }) => `Write "handler: { callable: ${asYaml(callable)} }".`,
});

/**
 * An item of `publishes_events` is only a name. Tasker needs a mapping with `name`, `description` and `schema`.
 *
 * **Fix:** write `{ name: order.shipped, description: …, schema: { type: object } }`.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     publishes_events: [order.shipped]
 * ```
 */
export const stringEvent = defineDiagnostic({
  code: 'string-event',
  severity: 'error',
  message: ({ name }: { name: string }) => `An event is a mapping, not the text ${quote(name)}.`,
  hint: ({ name }) => `Write "{ name: ${asYaml(name)}, description: …, schema: { type: object } }".`,
});

/**
 * YAML reads `1.0` as a number, which has lost its zero by then.
 *
 * **Fix:** write all three numbers, or put the version in quotes: `version: '1.0.0'`.
 *
 * @example
 * ```yaml
 * version: 1.0
 * ```
 */
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
