import {
  childSize,
  MOST_CHILDREN,
  MOST_ID_CHARS,
  PARTS_BYTES,
  type BatchInstance,
  type WireBatches,
} from '../../contract/batch.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { PermanentError } from '../errors.ts';

/** What a batchable step's outcome makes of the workers after it. */
export interface PlannedBatches {
  /** The template whose workers run; absent where none do. */
  readonly template?: string;
  readonly instances: readonly BatchInstance[];
  /** So many of them run in a child execution, where they are too many, or their parts too large, for the task's own. */
  readonly each?: number;
}

/**
 * The workers that a batchable step's result asks for. An outcome that cannot be followed is the handler's mistake, and another
 * attempt would repeat it. Tasker: "Batch processing".
 *
 * @param config `initialization` of the step: it may name the template of a placeholder, for when there is nothing to do.
 */
export function plannedBatches(result: JsonObject, config: JsonObject, batches: WireBatches): PlannedBatches {
  const planned = workersOf(result, config, batches);
  for (const { worker } of planned.instances) checkName(worker, batches);
  return planned;
}

/** A task has no two steps of one name. What another batch makes cannot be known here, but what it could. */
function checkName(worker: string, { taken = [], otherWorkers = [] }: WireBatches): void {
  if (taken.includes(worker)) {
    throw invalid(`a worker would have the name of another step, ${JSON.stringify(worker)}. Rename one of them.`);
  }
  const other = otherWorkers.find((other) => worker.startsWith(`${other}_`));
  if (other !== undefined) {
    throw invalid(
      `a worker would be called ${JSON.stringify(worker)}, as one of the batch worker ${JSON.stringify(other)} may be. Give it another "batch_id", or rename one of the two batch workers.`,
    );
  }
}

function workersOf(result: JsonObject, config: JsonObject, batches: WireBatches): PlannedBatches {
  const outcome = outcomeIn(result);
  if (outcome.type === 'no_batches') return placeholderOf(config, batches);
  const template = templateOf(outcome, config, batches);
  const cursors = listIn(outcome.cursor_configs);
  if (cursors.length === 0) {
    throw invalid('it creates batches and has no "cursor_configs". Say "no_batches" where there is nothing to do.');
  }
  const count = outcome.worker_count ?? cursors.length;
  if (count !== cursors.length) {
    throw invalid(`its "worker_count" is ${JSON.stringify(count)}, and there are ${cursors.length} "cursor_configs".`);
  }
  const numbered = outcome.isUnnumbered === true;
  const ids = cursors.map((cursor, index) => (numbered ? String(index + 1).padStart(3, '0') : idOf(cursor, index)));
  const twice = duplicateIn(ids);
  if (twice !== undefined) throw invalid(`the "batch_id" ${JSON.stringify(twice)} is given twice.`);
  const instances = cursors.map((cursor, index) => instanceOf(template, ids[index] ?? '', cursor as JsonObject, count));
  const each = eachOf(instances, batches);
  return { template, instances, ...(each !== undefined && { each }) };
}

/** How many of the workers run in one child execution; undefined where the task's own can run them all. */
function eachOf(instances: readonly BatchInstance[], { most, each }: WireBatches): number | undefined {
  const count = instances.length;
  const sizes = instances.map((instance) => Buffer.byteLength(JSON.stringify(instance)) + 1);
  const bytes = sizes.reduce((sum, size) => sum + size, 2);
  if (count <= most && bytes <= PARTS_BYTES) return undefined;
  if (each === undefined) {
    throw invalid(
      count > most
        ? `it asks for ${count} workers, and this state machine runs ${most} at most.`
        : `its "cursor_configs" take ${bytes} bytes, and ${PARTS_BYTES} at most travel. Keep in them what leads to the data.`,
    );
  }
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  if (largest > PARTS_BYTES) {
    throw invalid(
      `one of its "cursor_configs" takes ${largest} bytes, and ${PARTS_BYTES} at most travel. Keep in it what leads to the data.`,
    );
  }
  const fitting = Math.min(each, Math.floor(PARTS_BYTES / largest));
  if (Math.ceil(count / fitting) > MOST_CHILDREN) {
    throw invalid(
      `it asks for ${count} workers, and with "cursor_configs" of up to ${largest} bytes a batch has ${fitting * MOST_CHILDREN} at most.`,
    );
  }
  return childSize(count, fitting);
}

function duplicateIn(ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return ids.find((id) => seen.has(id) || !seen.add(id));
}

/** The parts of an outcome that matter, under either of the two keys. */
interface Outcome {
  readonly type: JsonValue | undefined;
  readonly worker_template_name?: JsonValue | undefined;
  readonly worker_count?: JsonValue | undefined;
  readonly cursor_configs?: JsonValue | undefined;
  /** Cursors of `batchAnalyzerSuccess` have no ids. */
  readonly isUnnumbered?: boolean;
}

function outcomeIn(result: JsonObject): Outcome {
  const { batch_processing_outcome: outcome, batch_analyzer_outcome: analysed } = result;
  // As handlers in Ruby write it that have nothing to cut.
  if (outcome === 'no_batches') return { type: outcome };
  if (isJsonObject(outcome)) {
    const { type, worker_template_name, worker_count, cursor_configs } = outcome;
    if (type !== 'no_batches' && type !== 'create_batches') {
      throw invalid('its "type" is neither "create_batches" nor "no_batches".');
    }
    return { type, worker_template_name, worker_count, cursor_configs };
  }
  if (isJsonObject(analysed)) {
    const { cursor_configs } = analysed;
    const cursors = listIn(cursor_configs);
    const hasIds = cursors.some((cursor) => isJsonObject(cursor) && 'batch_id' in cursor);
    return { type: cursors.length === 0 ? 'no_batches' : 'create_batches', cursor_configs, isUnnumbered: !hasIds };
  }
  const isMissing = (outcome ?? analysed ?? null) === null;
  throw invalid(
    isMissing
      ? 'there is no "batch_processing_outcome" in the result. Return what batchSuccess() or noBatchesResult() makes.'
      : '"batch_processing_outcome" is no object.',
  );
}

/** The template that the outcome names; else the configuration's, or the only one there is. */
function templateOf(outcome: Outcome, config: JsonObject, { workers }: WireBatches): string {
  const only = workers.length === 1 ? workers[0] : undefined;
  const name = outcome.worker_template_name ?? config.worker_template_name ?? only;
  if (typeof name === 'string' && workers.includes(name)) return name;
  const known = workers.map((worker) => JSON.stringify(worker)).join(', ');
  const which =
    name === undefined ? 'it names no worker template' : `${JSON.stringify(name)} is none of its worker templates`;
  throw invalid(
    `${which}. Those are the steps of type "batch_worker" that depend on it: ${known === '' ? 'none' : known}.`,
  );
}

/** Without work a placeholder runs, if the configuration asks for one, so that what follows has something to join. */
function placeholderOf(config: JsonObject, batches: WireBatches): PlannedBatches {
  if (config.worker_template_name === undefined || config.worker_template_name === null) return { instances: [] };
  const template = templateOf({ type: 'no_batches' }, config, batches);
  const cursor = { batch_id: '000', start_cursor: 0, end_cursor: 0, batch_size: 0 };
  return { template, instances: [{ ...instanceOf(template, cursor.batch_id, cursor, 1), is_no_op: true }] };
}

function instanceOf(template: string, id: string, cursor: JsonObject, of: number): BatchInstance {
  return { worker: `${template}_${id}`, cursor: { batch_id: id, ...cursor }, of, is_no_op: false };
}

function idOf(cursor: JsonValue, index: number): string {
  if (!isJsonObject(cursor)) throw invalid(`"cursor_configs[${index}]" is no object.`);
  const { batch_id: id } = cursor;
  if (typeof id !== 'string' || id === '')
    throw invalid(`"cursor_configs[${index}]" has no "batch_id", which is a string.`);
  const chars = JSON.stringify(id).length - 2;
  if (chars > MOST_ID_CHARS) {
    throw invalid(`"cursor_configs[${index}]" has a "batch_id" of ${chars} characters; ${MOST_ID_CHARS} are allowed.`);
  }
  return id;
}

function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function invalid(why: string): PermanentError {
  return new PermanentError(`The batch outcome cannot be followed: ${why}`, { errorCode: 'INVALID_BATCH_OUTCOME' });
}
