import type { MapState } from '../../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../../json.ts';
import type { Data } from '../../base/data.ts';
import type { Visit } from '../visit.ts';
import type { Item } from './items.ts';
import { toItems } from './items.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { parseItems } from './parse-items.ts';
import { readInventory, readUnloaded, S3_INVENTORY } from './read-manifest.ts';
import { readerFailed, readObject } from './read-object.ts';

/** The items that an `ItemReader` finds. Developer guide: "ItemReader (Map)". */
export async function readItems(visit: Visit<MapState>, input: Data): Promise<readonly Item[]> {
  const reader = await visit.language.reader(visit, input);
  const store = visit.run.objects;
  if (store === undefined) throw readerFailed('The local engine was given no object store to read from.');
  const bucket = textOf(reader.source['Bucket'], 'Bucket');
  const items = reader.resource.endsWith(':listObjectsV2')
    ? await list(store, bucket, reader.source['Prefix'], reader.config)
    : await read(store, bucket, textOf(reader.source['Key'], 'Key'), reader.config);
  return reader.maxItems === undefined || reader.maxItems === 0 ? items : items.slice(0, reader.maxItems);
}

async function list(
  store: ObjectStore,
  bucket: string,
  prefix: JsonValue | undefined,
  config: JsonObject,
): Promise<readonly Item[]> {
  const objects = await store.listObjects(bucket, typeof prefix === 'string' ? prefix : '').catch((error: unknown) => {
    throw readerFailed(error instanceof Error ? error.message : String(error));
  });
  if (config['Transformation'] !== 'LOAD_AND_FLATTEN') return toItems(objects.map(listed), `s3://${bucket}`);
  const items: (readonly Item[])[] = [];
  for (const { key } of objects) items.push(await read(store, bucket, key, config));
  return items.flat();
}

async function read(store: ObjectStore, bucket: string, key: string, config: JsonObject): Promise<readonly Item[]> {
  const { InputType: type, ManifestType: manifest } = config;
  if (manifest === 'ATHENA_DATA') return readUnloaded(store, bucket, key, config);
  if (manifest === S3_INVENTORY || type === 'MANIFEST') return readInventory(store, bucket, key);
  return parseItems(await readObject(store, bucket, key), config, `s3://${bucket}/${key}`);
}

function listed({ key, size, etag, lastModified }: StoredObject): JsonObject {
  return {
    Etag: etag,
    Key: key,
    LastModified: Math.floor(lastModified / 1000),
    Size: size,
    StorageClass: 'STANDARD',
  };
}

function textOf(value: JsonValue | undefined, field: string): string {
  if (typeof value === 'string') return value;
  throw readerFailed(`The field '${field}' of the ItemReader must be a string.`);
}
