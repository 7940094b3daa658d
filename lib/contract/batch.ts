import type { JsonObject } from '../json.ts';

/** What the machine says of the workers to a batchable step. */
export interface WireBatches {
  /** The worker templates: steps of type `batch_worker` that depend on the step. */
  readonly workers: readonly string[];
  /** So many workers run at most. */
  readonly most: number;
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

/** What the parts of a batch may take in the state data, as JSON, in bytes. */
export const PARTS_BYTES = 32_768;
