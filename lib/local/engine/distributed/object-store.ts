/** Where a distributed Map reads its items from and writes its results to: what it needs of S3. */
export interface ObjectStore {
  /** What the object holds, as text or as bytes; undefined when it does not exist. */
  getObject(bucket: string, key: string): Promise<string | Uint8Array | undefined>;
  /** The objects whose key starts with the prefix, in the order of their keys. */
  listObjects(bucket: string, prefix: string): Promise<readonly StoredObject[]>;
  /** Writes an object, in place of an earlier one. */
  putObject(bucket: string, key: string, body: string): Promise<void>;
}

/** An object as a listing names it. */
export interface StoredObject {
  /** The object's key in its bucket. */
  readonly key: string;
  /** The object's size in bytes. */
  readonly size: number;
  /** What changes when the object does. */
  readonly etag: string;
  /** In ms since 1970. */
  readonly lastModified: number;
}
