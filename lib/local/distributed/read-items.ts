import type { MapState } from '../../asl/types.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { isArray, isObject } from '../data/data.ts';
import { ErrorName, StatesError } from '../states-error.ts';
import type { Visit } from '../visit.ts';
import type { ObjectStore } from './object-store.ts';
import { parseCsv } from './parse-csv.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

/** The items that an `ItemReader` finds. Developer guide: "ItemReader (Map)". */
export async function readItems(visit: Visit<MapState>, input: JsonValue): Promise<readonly JsonValue[]> {
  const reader = await visit.language.reader(visit, input);
  const store = visit.run.objects;
  if (store === undefined) throw failed('The local engine was given no object store to read from.');
  const bucket = textOf(reader.source['Bucket'], 'Bucket');
  const items = reader.resource.endsWith(':listObjectsV2')
    ? await list(store, bucket, reader.source['Prefix'])
    : parse(await read(store, bucket, textOf(reader.source['Key'], 'Key')), reader.config);
  return reader.maxItems === undefined || reader.maxItems === 0 ? items : items.slice(0, reader.maxItems);
}

async function list(store: ObjectStore, bucket: string, prefix: JsonValue | undefined): Promise<JsonValue[]> {
  const objects = await store.listObjects(bucket, typeof prefix === 'string' ? prefix : '');
  return objects.map(({ key, size, etag, lastModified }) => ({
    Etag: etag,
    Key: key,
    LastModified: Math.floor(lastModified / 1000),
    Size: size,
    StorageClass: 'STANDARD',
  }));
}

async function read(store: ObjectStore, bucket: string, key: string): Promise<string> {
  const text = await store.getObject(bucket, key);
  if (text !== undefined) return text;
  throw failed(`The specified key does not exist: ${key}`);
}

function parse(text: string, config: JsonObject): readonly JsonValue[] {
  switch (config['InputType']) {
    case 'CSV':
      return fromCsv(text, config);
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(fromJson);
    case undefined:
    case 'JSON': {
      const value = pointed(fromJson(text), config['ItemsPointer']);
      if (isArray(value)) return value;
      throw failed('Attempting to map over non-iterable node.');
    }
    default:
      throw failed(`The local engine does not read items of type '${JSON.stringify(config['InputType'])}'.`);
  }
}

function fromJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw failed('The object is not valid JSON.');
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
  if (new Set(headers).size !== headers.length) throw failed('CSV headers cannot contain duplicates.');
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ''])));
}

function textOf(value: JsonValue | undefined, field: string): string {
  if (typeof value === 'string') return value;
  throw failed(`The field '${field}' of the ItemReader must be a string.`);
}

function failed(cause: string): StatesError {
  return new StatesError(ErrorName.itemReaderFailed, cause);
}
