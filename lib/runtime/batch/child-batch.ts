import type { BatchInstance, BatchList } from '../../contract/batch.ts';
import { WireError } from '../../contract/errors.ts';
import { batchListKey, workerFailureKey, workerResultKey } from '../../contract/parked-key.ts';
import { parkedResult } from '../../contract/parked-result.ts';
import type { Caught, CompletedEntry } from '../../contract/step-entry.ts';
import type { JsonObject } from '../../json.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { PermanentError, RetryableError } from '../errors.ts';
import { writeLog } from '../log/log-scope.ts';
import type { ResultStore } from '../results/result-store.ts';
import { inWords } from '../safely.ts';
import { partialFailure } from './partial-failure.ts';

/**
 * A batch whose workers run in child executions: its workers are listed in the store for large results, and what comes of each lies
 * there beside them, so that a task may have more workers than its state data could hold.
 */

/** So many objects are read at once. */
const AT_ONCE = 64;

/** Lists the workers where the state machine finds them. */
export async function listWorkers(
  { task }: StepCall,
  template: string,
  workers: readonly BatchInstance[],
  each: number,
  store: ResultStore | undefined,
): Promise<BatchList> {
  if (store === undefined) {
    throw new PermanentError(
      `A batch of ${workers.length} workers needs a bucket for large results, which this function has not.`,
      { errorCode: 'RESULT_STORE_MISSING' },
    );
  }
  const uri = await kept(() => store.put(batchListKey(task.arn, task.startedAt, template), JSON.stringify(workers)));
  return { uri, ...placeOf(uri), workers: workers.length, each };
}

/** A store's URI as a bucket and a key in it. */
function placeOf(uri: string): Pick<BatchList, 'bucket' | 'key'> {
  const [, bucket = '', key = ''] = /^(?:s3:\/\/)?([^:/]+)[:/](.*)$/s.exec(uri) ?? [];
  return { bucket, key };
}

/** What a worker in a child execution left that completed before its task was redriven. */
export async function readOutcome(
  { task, step, isListed }: StepCall,
  store: ResultStore | undefined,
): Promise<CompletedEntry | undefined> {
  if (!isListed || task.redriveCount === 0 || store === undefined) return undefined;
  const key = workerResultKey(task.arn, task.startedAt, step.name);
  const json = await kept(() => store.find(key));
  if (json === undefined) return undefined;
  // To keep it once more is how a store tells where it lies.
  const uri = await kept(() => store.put(key, json));
  return { result: parkedResult(uri, Buffer.byteLength(json)), after: step.dependencies };
}

/**
 * Keeps with what a worker failed for good, for those who go on without it and, where it has stopped the batch, for the report. Never
 * rejects: the failure itself says more than that it could not be kept.
 */
export async function keepFailure(
  { task, step, batch, isListed }: StepCall,
  error: Error,
  store: ResultStore | undefined,
): Promise<void> {
  if (!isListed || batch === undefined || store === undefined || error.name === WireError.retryAfter) return;
  const caught: Caught = {
    Error: error.name,
    Cause: JSON.stringify({ errorType: error.name, errorMessage: error.message }),
  };
  const names = batch.metadata.failure_strategy === 'fail_fast' ? [step.name, batch.template] : [step.name];
  try {
    await Promise.all(
      names.map((name) =>
        store.put(workerFailureKey(task.arn, task.startedAt, name, task.redriveCount), JSON.stringify(caught)),
      ),
    );
  } catch (cause) {
    writeLog('WARN', 'The failure could not be kept for those who join the batch', { error: inWords(cause) });
  }
}

/** With what a worker failed that has stopped its batch. */
export async function readStopping({ task, step }: StepCall, store: ResultStore | undefined): Promise<Caught> {
  const key = workerFailureKey(task.arn, task.startedAt, step.name, task.redriveCount);
  const text = await kept(async () => store?.find(key));
  return text === undefined ? UNKNOWN : (JSON.parse(text) as Caught);
}

/** The results of all workers of such a batch by name, in its order; of those that failed, what stands in their place. */
export async function readWorkers(
  { task }: StepCall,
  { uri }: BatchList,
  store: ResultStore,
): Promise<readonly (readonly [worker: string, result: string | JsonObject])[]> {
  const workers = JSON.parse(await kept(() => store.get(uri))) as readonly BatchInstance[];
  const results: (readonly [string, string | JsonObject])[] = [];
  let next = 0;
  const read = async () => {
    for (let index = next++; index < workers.length; index = next++) {
      const instance = workers[index];
      if (instance !== undefined) results[index] = [instance.worker, await resultOf(instance)];
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return results;

  async function resultOf({ worker, cursor }: BatchInstance): Promise<string | JsonObject> {
    const result = await kept(() => store.find(workerResultKey(task.arn, task.startedAt, worker)));
    if (result !== undefined) return result;
    // A redriven task may have gone on without it at any of its runs.
    for (let redrives = task.redriveCount; redrives >= 0; redrives--) {
      const failure = await kept(() => store.find(workerFailureKey(task.arn, task.startedAt, worker, redrives)));
      if (failure !== undefined) return partialFailure(cursor, JSON.parse(failure) as Caught);
    }
    return partialFailure(cursor, UNKNOWN);
  }
}

/** Of a worker that could not say how it failed. */
const UNKNOWN: Caught = {
  Error: 'BatchWorkerLost',
  Cause: 'The function of the worker crashed, or took too long. The history of its child execution tells more.',
};

async function kept<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (cause) {
    if (cause instanceof PermanentError) throw cause;
    throw new RetryableError(`What a batch keeps outside of the state data cannot be reached: ${inWords(cause)}`, {
      errorCode: 'RESULT_STORE_FAILED',
      cause,
    });
  }
}
