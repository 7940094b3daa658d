import type { JsonObject, JsonValue } from '../../../json.ts';
import { isArray, isObject } from '../../base/data.ts';
import type { Item } from './items.ts';
import { toItems } from './items.ts';
import { parseCsv } from './parse-csv.ts';
import { readerFailed } from './read-object.ts';
import { parseData } from '../../base/json-text.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

/** The items in the text of an object, as `ReaderConfig` says. */
export function parseItems(object: string, config: JsonObject, source: string): readonly Item[] {
  const { InputType: type } = config;
  // Programs for tables and editors write a byte-order mark, which is none of the data.
  const text = object.replace(/^\uFEFF/, '');
  switch (type) {
    case 'CSV':
      return toItems(fromCsv(text, config), source);
    case 'JSONL':
      return toItems(linesOf(text).map(fromJson), source);
    case undefined:
    case 'JSON': {
      const value = pointed(fromJson(text), config['ItemsPointer']);
      if (isArray(value) || isObject(value)) return toItems(value, source);
      throw readerFailed('Attempting to map over non-iterable node.');
    }
    default:
      throw readerFailed(`The local engine does not read items of type ${JSON.stringify(type)}.`);
  }
}

/** The lines of a text that are not empty. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

export function fromJson(text: string): JsonValue {
  try {
    return parseData(text);
  } catch {
    throw readerFailed('The object is not valid JSON.');
  }
}

/** The value at a JSON pointer (RFC 6901). */
function pointed(value: JsonValue, pointer: JsonValue | undefined): JsonValue | undefined {
  if (typeof pointer !== 'string') return value;
  let found: JsonValue | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = isArray(found) ? found[Number(key)] : isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

function fromCsv(text: string, config: JsonObject): JsonValue[] {
  const delimiter = config['CSVDelimiter'];
  const rows = parseCsv(text, (typeof delimiter === 'string' ? DELIMITERS[delimiter] : undefined) ?? ',');
  const given = config['CSVHeaders'];
  const headers = config['CSVHeaderLocation'] === 'GIVEN' && isArray(given) ? given.map(String) : (rows.shift() ?? []);
  if (new Set(headers).size !== headers.length) throw readerFailed('CSV headers cannot contain duplicates.');
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ''])));
}
