import type { JsonObject } from '../json.ts';

/** What the machine says of the workers to a batchable step. */
export interface WireBatches {
  /** The worker templates: steps of type `batch_worker` that depend on the step. */
  readonly workers: readonly string[];
  /** So many workers run in the task's own execution, at most. */
  readonly most: number;
  /** Of a larger batch: so many of its workers run in one child execution, at most. @default a larger batch is refused */
  readonly each?: number;
  /** Other steps of the template whose names a worker could have, too. @default none */
  readonly taken?: readonly string[];
  /** Worker templates of other batches, one of whose workers could have the name of one of this batch. @default none */
  readonly otherWorkers?: readonly string[];
}

/** A batch whose workers run in child executions: where they are listed, as the items of a distributed Map. */
export interface BatchList {
  /** Where the list lies, as a result store tells it. */
  readonly uri: string;
  /** The same for the state machine: a bucket, and a key in it. */
  readonly bucket: string;
  /** The key in that bucket. */
  readonly key: string;
  /** How many workers there are. */
  readonly workers: number;
  /** How many of them a child execution runs. */
  readonly each: number;
}

/** One worker of a batch, as the machine runs it. */
export interface BatchInstance {
  /** The worker's name as a step of its task: the template's and the batch's id. */
  readonly worker: string;
  /** The part of the work, as the batchable step gave it. */
  readonly cursor: JsonObject;
  /** How many workers the batch has: what its failures may say depends on it. */
  readonly of: number;
  /** A placeholder of a batch that turned out empty. */
  readonly is_no_op: boolean;
}

/** What a worker is told of its batch: `batch_config` of the template. */
export interface BatchMetadata {
  readonly cursor_field: string;
  readonly failure_strategy: 'continue_on_failure' | 'fail_fast' | 'isolate';
}

/** Characters that the id of a batch may have, as JSON: it ends the names of workers, which all who read a task are shown. */
export const MOST_ID_CHARS = 64;

/** What the parts of a batch may take in the state data, as JSON, in bytes: in a child execution, its own. */
export const PARTS_BYTES = 32_768;

/**
 * So many child executions has a batch at most: each leaves a few hundred bytes where a worker of it failed, and a state may
 * hold 256 KiB.
 */
export const MOST_CHILDREN = 500;

/** An inline Map runs no more iterations at once. */
export const MOST_AT_ONCE = 40;

/** How many of so many workers run in one child execution. As many as run at once, so that none waits for the slowest of others, unless there would be too many executions. */
export function childSize(workers: number, most: number): number {
  return Math.min(most, Math.max(MOST_AT_ONCE, Math.ceil(workers / MOST_CHILDREN)));
}
