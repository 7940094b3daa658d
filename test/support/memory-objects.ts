import type { ObjectStore } from '../../lib/local/index.ts';

/** Buckets in memory: objects by `bucket/key`. */
export interface MemoryObjects extends ObjectStore {
  readonly objects: Map<string, string | Uint8Array>;
  /** The objects that were read, in order. */
  readonly read: string[];
  /** The JSON value in an object. */
  json(name: string): any;
}

export function memoryObjects(objects: Readonly<Record<string, string | Uint8Array>> = {}): MemoryObjects {
  const map = new Map(Object.entries(objects));
  const read: string[] = [];
  return {
    objects: map,
    read,
    json: (name) => JSON.parse(String(map.get(name))),
    getObject: async (bucket, key) => {
      read.push(`${bucket}/${key}`);
      return map.get(`${bucket}/${key}`);
    },
    listObjects: async (bucket, prefix) =>
      [...map.entries()]
        .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
        .map(([name, body]) => ({
          key: name.slice(bucket.length + 1),
          size: body.length,
          etag: '"e"',
          lastModified: 1_700_000_000_500,
        }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    putObject: async (bucket, key, body) => void map.set(`${bucket}/${key}`, body),
  };
}
