import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { count, didYouMean, foreign, formatNumber, quote } from '../../diagnostics/wording.ts';

// What can be wrong with a file before anyone looks for a template in it.

/**
 * The file has more than 1 MiB. It is not read at all: no state machine could hold it.
 *
 * **Fix:** move large data to where the handlers can fetch it, and put its address into the template.
 *
 * @example
 * ```json
 * {"bytes": 1500000, "limit": 1048576}
 * ```
 */
export const templateTooLarge = defineDiagnostic({
  code: 'template-too-large',
  severity: 'error',
  message: ({ bytes, limit }: { bytes: number; limit: number }) =>
    `The file has ${formatNumber(bytes)} bytes; a template may have at most ${formatNumber(limit)}.`,
  hint: () => 'Move large data out of the template, for example to S3, and give the handlers its address.',
});

/**
 * The file holds nothing but white space and comments.
 *
 * **Fix:** write at least `name`, `namespace_name`, `version` and `steps`.
 *
 * @example
 * ```json
 * {}
 * ```
 */
export const emptyTemplate = defineDiagnostic({
  code: 'empty-template',
  severity: 'error',
  message: () => 'The file is empty.',
  hint: () => 'A template needs at least "name", "namespace_name", "version" and "steps".',
});

/**
 * A line `---` starts a second YAML document. One file is one template.
 *
 * **Fix:** give each template its own file.
 *
 * @example
 * ```yaml
 * name: first
 * ---
 * name: second
 * ```
 */
export const severalDocuments = defineDiagnostic({
  code: 'several-documents',
  severity: 'error',
  message: () => 'The file holds more than one YAML document; a template is one document.',
  hint: () => 'Put each template into a file of its own, or remove the "---" that starts another document.',
});

/**
 * The file holds a list or a single value where keys are expected.
 *
 * **Fix:** start with `name: …` at the left margin.
 *
 * @example
 * ```yaml
 * - name: my_task
 * ```
 */
export const notAMapping = defineDiagnostic({
  code: 'not-a-mapping',
  severity: 'error',
  message: ({ got }: { got: string }) => `A template is a mapping of keys to values, but this file holds ${got}.`,
  hint: () => 'Start the file with "name: …" at the left margin.',
});

/**
 * The text is not YAML; the message is the parser's. Nothing else is checked until it is, and at most ten such errors
 * are shown, since one slip often causes several.
 *
 * **Fix:** look at the marked place and just before it for a missing quote, bracket, colon or indentation.
 *
 * @example
 * ```yaml
 * name: "my_task
 * ```
 */
export const malformedYaml = defineDiagnostic({
  code: 'malformed-yaml',
  severity: 'error',
  message: ({ reason }: { reason: string; advice?: string }) => `This is not valid YAML: ${foreign(reason)}`,
  hint: ({ advice }) => advice,
});

/**
 * A line is indented with a tab.
 *
 * **Fix:** use spaces.
 *
 * @example
 * ```yaml
 * steps:
 * 	- name: ship
 * ```
 */
export const tabIndentation = defineDiagnostic({
  code: 'tab-indentation',
  severity: 'error',
  message: () => 'YAML does not allow tabs for indentation.',
  hint: () => 'Replace the tab by spaces.',
});

/**
 * The parser understood the text, but not all of it, for example a tag of another language.
 *
 * **Fix:** use plain values: text, numbers, booleans, lists and mappings.
 *
 * @example
 * ```yaml
 * name: !ruby/symbol my_task
 * ```
 */
export const yamlWarning = defineDiagnostic({
  code: 'yaml-warning',
  severity: 'warning',
  message: ({ reason }: { reason: string }) => `The YAML parser warns: ${foreign(reason)}`,
  hint: () => 'A template holds plain values only: text, numbers, booleans, lists and mappings.',
});

/**
 * A mapping has the same key twice, so one value would be lost.
 *
 * **Fix:** keep one of them.
 *
 * @example
 * ```yaml
 * name: one
 * name: two
 * ```
 */
export const duplicateKey = defineDiagnostic({
  code: 'duplicate-key',
  severity: 'error',
  message: ({ key }: { key: string }) => `The key ${quote(key)} stands twice in the same mapping.`,
  hint: () => 'Keep one of them.',
});

/**
 * A key is a number, a boolean, empty, a list or a mapping. State machines are JSON, where keys are text.
 *
 * **Fix:** put the key in quotes.
 *
 * @example
 * ```yaml
 * metadata: { 404: not found }
 * ```
 */
export const nonStringKey = defineDiagnostic({
  code: 'non-string-key',
  severity: 'error',
  message: ({ key }: { key: string; text?: string }) => `Keys must be text, but this one is ${key}.`,
  hint: ({ text }) => (text === undefined || text === '' ? undefined : `Put it in quotes: ${quote(text)}.`),
});

/**
 * The key is `__proto__`, which JavaScript treats in a way of its own.
 *
 * **Fix:** choose another name.
 *
 * @example
 * ```yaml
 * metadata: { __proto__: {} }
 * ```
 */
export const reservedKey = defineDiagnostic({
  code: 'reserved-key',
  severity: 'error',
  message: ({ key }: { key: string }) =>
    `The key ${quote(key)} cannot be used: it has a meaning of its own in JavaScript.`,
  hint: () => 'Choose another name.',
});

/**
 * A merge key `<<` has a value that is neither a mapping nor a list of mappings.
 *
 * **Fix:** write `<<: *name`, where `&name` marks a mapping.
 *
 * @example
 * ```yaml
 * metadata: { <<: 5 }
 * ```
 */
export const badMerge = defineDiagnostic({
  code: 'bad-merge',
  severity: 'error',
  message: () => 'The merge key "<<" takes a mapping, or a list of mappings.',
  hint: () => 'Write "<<: *name", where "&name" marks a mapping.',
});

/**
 * An alias `*name` stands where no value before it is marked `&name`.
 *
 * **Fix:** correct the name, or mark the value first.
 *
 * @example
 * ```yaml
 * metadata: *common
 * ```
 */
export const unknownAlias = defineDiagnostic({
  code: 'unknown-alias',
  severity: 'error',
  message: ({ name }: { name: string; suggest?: string }) =>
    `The alias ${quote(`*${name}`)} refers to nothing: no value before it is marked ${quote(`&${name}`)}.`,
  hint: ({ suggest }) => didYouMean(suggest),
});

/**
 * An alias stands inside the very value that it refers to.
 *
 * **Fix:** write the value out.
 *
 * @example
 * ```yaml
 * metadata: &m { self: *m }
 * ```
 */
export const recursiveAlias = defineDiagnostic({
  code: 'recursive-alias',
  severity: 'error',
  message: ({ name }: { name: string }) => `The alias ${quote(`*${name}`)} stands inside the value that it refers to.`,
  hint: () => 'Write the value out.',
});

/**
 * Aliases inside aliases expand to more than 100,000 values. Such files are made to exhaust memory.
 *
 * **Fix:** write the values out.
 *
 * @example
 * ```json
 * {"limit": 100000}
 * ```
 */
export const tooManyAliases = defineDiagnostic({
  code: 'too-many-aliases',
  severity: 'error',
  message: ({ limit }: { limit: number }) => `The aliases of this file expand to more than ${count(limit, 'value')}.`,
  hint: () => 'Write the values out, or use fewer aliases inside aliases.',
});

/**
 * Lists and mappings are nested more than about 100 levels deep.
 *
 * **Fix:** flatten the data.
 *
 * @example
 * ```json
 * {"limit": 100}
 * ```
 */
export const tooDeep = defineDiagnostic({
  code: 'too-deep',
  severity: 'error',
  message: ({ limit }: { limit: number }) => `Lists and mappings are nested more than about ${limit} levels deep.`,
  hint: () => 'Flatten the data.',
});

/**
 * A number would change on its way through JSON: an infinity, a NaN, or a whole number above 2^53.
 *
 * **Fix:** put it in quotes, so that it is text.
 *
 * @example
 * ```yaml
 * metadata: { account: 123456789012345678901 }
 * ```
 */
export const unrepresentableNumber = defineDiagnostic({
  code: 'unrepresentable-number',
  severity: 'error',
  message: ({ text }: { text: string }) => `The number ${foreign(text)} would change in JSON.`,
  hint: ({ text }) => `Put it in quotes: ${quote(text)}.`,
});
