import type { JsonObject, JsonValue } from '../../../json.ts';
import { splitArn } from '../../../states-language/arn.ts';
import { isArray, isObject } from '../../base/data.ts';
import type { Item } from './items.ts';
import type { ObjectStore } from './object-store.ts';
import { parseCsv } from './parse-csv.ts';
import { fromJson, linesOf, parseItems } from './parse-items.ts';
import { readerFailed, readObject } from './read-object.ts';

/** The type of an S3 inventory, the only one of an older `InputType` of `MANIFEST`. */
export const S3_INVENTORY = 'S3_INVENTORY';

/**
 * The objects that an S3 inventory names, a row each: its `manifest.json` names packed CSV files in another bucket.
 * User guide of S3: "Locating your inventory list".
 */
export async function readInventory(store: ObjectStore, bucket: string, key: string): Promise<readonly Item[]> {
  const manifest = objectOf(fromJson(await readObject(store, bucket, key)));
  const { fileFormat: format, fileSchema: schema, destinationBucket, files } = manifest;
  if (format !== 'CSV')
    throw readerFailed(`The local engine does not read an inventory in ${JSON.stringify(format ?? null)}.`);
  if (typeof schema !== 'string' || !isArray(files)) throw readerFailed('The manifest is not one of an S3 inventory.');
  const columns = schema.split(',').map((column) => column.trim());
  const from = typeof destinationBucket === 'string' ? bucketName(destinationBucket) : bucket;
  const items: Item[] = [];
  for (const file of files) {
    const name = textOf(objectOf(file)['key']);
    for (const row of parseCsv(await readObject(store, from, name), ',')) {
      const value = Object.fromEntries(columns.map((column, index) => [column, row[index] ?? '']));
      items.push({ value, source: `s3://${from}/${name}` });
    }
  }
  return items;
}

/** The items in the data files that a manifest of Athena's `UNLOAD` names, a line each. */
export async function readUnloaded(
  store: ObjectStore,
  bucket: string,
  key: string,
  config: JsonObject,
): Promise<readonly Item[]> {
  const items: (readonly Item[])[] = [];
  for (const line of linesOf(await readObject(store, bucket, key))) {
    const [, from, name] = /^"?s3:\/\/([^/]+)\/(.+?)"?\s*$/.exec(line) ?? [];
    if (from === undefined || name === undefined) throw readerFailed(`The manifest names no object of S3: ${line}`);
    items.push(parseItems(await readObject(store, from, name), config, `s3://${from}/${name}`));
  }
  return items.flat();
}

/** The name of a bucket that may be given by its ARN. */
function bucketName(nameOrArn: string): string {
  const arn = splitArn(nameOrArn);
  return arn?.service === 's3' ? arn.type : nameOrArn;
}

function objectOf(value: JsonValue): JsonObject {
  if (isObject(value)) return value;
  throw readerFailed('The manifest is not one of an S3 inventory.');
}

function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  throw readerFailed('The manifest is not one of an S3 inventory.');
}
