import type { JsonObject, JsonValue } from '../../json.ts';

/** An `ItemReader` with its fields evaluated. */
export interface Reader {
  readonly resource: string;
  /** What names the objects: `Bucket` with `Key` or `Prefix`. */
  readonly source: JsonObject;
  /** `ReaderConfig`. */
  readonly config: JsonObject;
  readonly maxItems: number | undefined;
}

/** An `ItemBatcher` with its fields evaluated. */
export interface Batching {
  readonly maxItems: number | undefined;
  readonly maxBytes: number | undefined;
  /** What every batch carries as `BatchInput`. */
  readonly batchInput: JsonValue | undefined;
}

/** A `ResultWriter` with its fields evaluated. */
export interface Writer {
  /** `Bucket` and `Prefix`; undefined when nothing is written to S3. */
  readonly place: JsonObject | undefined;
  /** `WriterConfig`. */
  readonly config: JsonObject;
}
