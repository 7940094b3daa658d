import { gunzipSync } from 'node:zlib';
import { ErrorName } from '../../../states-language/error-name.ts';
import { StatesError } from '../../base/states-error.ts';
import type { ObjectStore } from './object-store.ts';

/** The text of an object; one whose name ends in `.gz` is unpacked. Developer guide: "ItemReader (Map)". */
export async function readObject(store: ObjectStore, bucket: string, key: string): Promise<string> {
  const body = await store.getObject(bucket, key).catch((error: unknown) => {
    throw readerFailed(error instanceof Error ? error.message : String(error));
  });
  if (body === undefined) throw readerFailed(`The specified key does not exist: ${key}`);
  if (key.endsWith('.zst')) throw readerFailed(`The local engine does not read objects packed with Zstandard: ${key}`);
  if (!key.endsWith('.gz')) return typeof body === 'string' ? body : Buffer.from(body).toString();
  try {
    return gunzipSync(body).toString();
  } catch {
    throw readerFailed(`The object is not in the format of gzip: ${key}`);
  }
}

/** The error of items that cannot be read. */
export function readerFailed(cause: string): StatesError {
  return new StatesError(ErrorName.itemReaderFailed, cause);
}
