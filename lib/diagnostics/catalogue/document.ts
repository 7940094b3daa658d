import { count, didYouMean, foreign, formatNumber, quote } from '../wording.ts';
import { error, warning } from './entry.ts';

/** What can be wrong with a file before anyone looks for a template in it. */
export const documentEntries = {
  'template-too-large': error(
    ({ bytes, limit }: { bytes: number; limit: number }) =>
      `The file has ${formatNumber(bytes)} bytes; a template may have at most ${formatNumber(limit)}.`,
    () => 'Move large data out of the template, for example to S3, and give the handlers its address.',
  ),
  'empty-template': error(
    () => 'The file holds no template: it is empty.',
    () => 'A template needs at least "name", "namespace_name", "version" and "steps".',
  ),
  'several-documents': error(
    () => 'The file holds more than one YAML document; a template is one document.',
    () => 'Put each template into a file of its own, or remove the "---" that starts another document.',
  ),
  'not-a-mapping': error(
    ({ got }: { got: string }) => `A template is a mapping of keys to values, but this file holds ${got}.`,
    () => 'Start the file with "name: …" at the left margin.',
  ),
  'malformed-yaml': error(
    ({ reason }: { reason: string; advice?: string }) => `This is not valid YAML: ${foreign(reason)}`,
    ({ advice }) => advice,
  ),
  'tab-indentation': error(
    () => 'YAML does not allow tabs for indentation.',
    () => 'Replace the tab by spaces.',
  ),
  'yaml-warning': warning(
    ({ reason }: { reason: string }) => `The YAML parser warns: ${foreign(reason)}`,
    () => 'A template holds plain values only: text, numbers, booleans, lists and mappings.',
  ),
  'duplicate-key': error(
    ({ key }: { key: string }) => `The key ${quote(key)} stands twice in the same mapping.`,
    () => 'Keep one of them.',
  ),
  'non-string-key': error(
    ({ key }: { key: string; text?: string }) => `Keys must be text, but this one is ${key}.`,
    ({ text }) => (text === undefined || text === '' ? undefined : `Put it in quotes: ${quote(text)}.`),
  ),
  'reserved-key': error(
    ({ key }: { key: string }) => `The key ${quote(key)} cannot be used: it has a meaning of its own in JavaScript.`,
    () => 'Choose another name.',
  ),
  'bad-merge': error(
    () => 'The merge key "<<" takes a mapping, or a list of mappings.',
    () => 'Write "<<: *name", where "&name" marks a mapping.',
  ),
  'unknown-alias': error(
    ({ name }: { name: string; suggest?: string }) =>
      `The alias ${quote(`*${name}`)} refers to nothing: no value before it is marked ${quote(`&${name}`)}.`,
    ({ suggest }) => didYouMean(suggest),
  ),
  'recursive-alias': error(
    ({ name }: { name: string }) => `The alias ${quote(`*${name}`)} stands inside the value that it refers to.`,
    () => 'Write the value out.',
  ),
  'too-many-aliases': error(
    ({ limit }: { limit: number }) =>
      `The aliases of this file expand to more than ${count(limit, 'value')}; they look like an attack on the parser.`,
    () => 'Write the values out, or use fewer aliases inside aliases.',
  ),
  'too-deep': error(
    ({ limit }: { limit: number }) => `Lists and mappings are nested more than about ${limit} levels deep.`,
    () => 'Flatten the data.',
  ),
  'unrepresentable-number': error(
    ({ text }: { text: string }) => `The number ${foreign(text)} cannot be carried exactly in JSON.`,
    ({ text }) => `Put it in quotes: ${quote(text)}.`,
  ),
} as const;
