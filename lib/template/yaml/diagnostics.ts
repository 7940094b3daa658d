import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { count, didYouMean, foreign, formatNumber, quote } from '../../diagnostics/wording.ts';

// What can be wrong with a file before anyone looks for a template in it.

export const templateTooLarge = defineDiagnostic({
  code: 'template-too-large',
  severity: 'error',
  message: ({ bytes, limit }: { bytes: number; limit: number }) =>
    `The file has ${formatNumber(bytes)} bytes; a template may have at most ${formatNumber(limit)}.`,
  hint: () => 'Move large data out of the template, for example to S3, and give the handlers its address.',
});

export const emptyTemplate = defineDiagnostic({
  code: 'empty-template',
  severity: 'error',
  message: () => 'The file holds no template: it is empty.',
  hint: () => 'A template needs at least "name", "namespace_name", "version" and "steps".',
});

export const severalDocuments = defineDiagnostic({
  code: 'several-documents',
  severity: 'error',
  message: () => 'The file holds more than one YAML document; a template is one document.',
  hint: () => 'Put each template into a file of its own, or remove the "---" that starts another document.',
});

export const notAMapping = defineDiagnostic({
  code: 'not-a-mapping',
  severity: 'error',
  message: ({ got }: { got: string }) => `A template is a mapping of keys to values, but this file holds ${got}.`,
  hint: () => 'Start the file with "name: …" at the left margin.',
});

export const malformedYaml = defineDiagnostic({
  code: 'malformed-yaml',
  severity: 'error',
  message: ({ reason }: { reason: string; advice?: string }) => `This is not valid YAML: ${foreign(reason)}`,
  hint: ({ advice }) => advice,
});

export const tabIndentation = defineDiagnostic({
  code: 'tab-indentation',
  severity: 'error',
  message: () => 'YAML does not allow tabs for indentation.',
  hint: () => 'Replace the tab by spaces.',
});

export const yamlWarning = defineDiagnostic({
  code: 'yaml-warning',
  severity: 'warning',
  message: ({ reason }: { reason: string }) => `The YAML parser warns: ${foreign(reason)}`,
  hint: () => 'A template holds plain values only: text, numbers, booleans, lists and mappings.',
});

export const duplicateKey = defineDiagnostic({
  code: 'duplicate-key',
  severity: 'error',
  message: ({ key }: { key: string }) => `The key ${quote(key)} stands twice in the same mapping.`,
  hint: () => 'Keep one of them.',
});

export const nonStringKey = defineDiagnostic({
  code: 'non-string-key',
  severity: 'error',
  message: ({ key }: { key: string; text?: string }) => `Keys must be text, but this one is ${key}.`,
  hint: ({ text }) => (text === undefined || text === '' ? undefined : `Put it in quotes: ${quote(text)}.`),
});

export const reservedKey = defineDiagnostic({
  code: 'reserved-key',
  severity: 'error',
  message: ({ key }: { key: string }) =>
    `The key ${quote(key)} cannot be used: it has a meaning of its own in JavaScript.`,
  hint: () => 'Choose another name.',
});

export const badMerge = defineDiagnostic({
  code: 'bad-merge',
  severity: 'error',
  message: () => 'The merge key "<<" takes a mapping, or a list of mappings.',
  hint: () => 'Write "<<: *name", where "&name" marks a mapping.',
});

export const unknownAlias = defineDiagnostic({
  code: 'unknown-alias',
  severity: 'error',
  message: ({ name }: { name: string; suggest?: string }) =>
    `The alias ${quote(`*${name}`)} refers to nothing: no value before it is marked ${quote(`&${name}`)}.`,
  hint: ({ suggest }) => didYouMean(suggest),
});

export const recursiveAlias = defineDiagnostic({
  code: 'recursive-alias',
  severity: 'error',
  message: ({ name }: { name: string }) => `The alias ${quote(`*${name}`)} stands inside the value that it refers to.`,
  hint: () => 'Write the value out.',
});

export const tooManyAliases = defineDiagnostic({
  code: 'too-many-aliases',
  severity: 'error',
  message: ({ limit }: { limit: number }) =>
    `The aliases of this file expand to more than ${count(limit, 'value')}; they look like an attack on the parser.`,
  hint: () => 'Write the values out, or use fewer aliases inside aliases.',
});

export const tooDeep = defineDiagnostic({
  code: 'too-deep',
  severity: 'error',
  message: ({ limit }: { limit: number }) => `Lists and mappings are nested more than about ${limit} levels deep.`,
  hint: () => 'Flatten the data.',
});

export const unrepresentableNumber = defineDiagnostic({
  code: 'unrepresentable-number',
  severity: 'error',
  message: ({ text }: { text: string }) => `The number ${foreign(text)} cannot be carried exactly in JSON.`,
  hint: ({ text }) => `Put it in quotes: ${quote(text)}.`,
});
