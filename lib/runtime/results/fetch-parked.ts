import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import type { JsonObject } from '../../json.ts';
import { isParked, PARKED } from '../../contract/parked-result.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { readWorkers } from '../batch/child-batch.ts';
import { PermanentError, RetryableError } from '../errors.ts';
import { inWords } from '../safely.ts';
import { ResultLostError, type ResultStore } from './result-store.ts';

/**
 * The results of all ancestors that completed, by step name, parked ones read back, so that handlers can read them synchronously.
 * They are made anew whenever they are asked for: a run may change what it was given, and the next one must not see it. Each is
 * parsed when it is first read: of a large batch there may be more than the memory holds at once.
 */
export async function fetchDependencies(
  call: StepCall,
  store: ResultStore | undefined,
): Promise<() => Record<string, JsonObject>> {
  const fetched = [...call.ancestors].map(
    async ([step, { result }]) =>
      [step, isParked(result) ? await fetchParked(step, result[PARKED].uri, store) : result] as const,
  );
  const entries = await Promise.all(fetched);
  const workers = await Promise.all(
    call.listed.map((list) => {
      if (store === undefined) throw unreadable('a batch', list.uri);
      return readWorkers(call, list, store);
    }),
  );
  const all = [...entries, ...workers.flat()];
  return () => {
    const results = {};
    for (const [step, result] of all) {
      Object.defineProperty(results, step, { enumerable: true, configurable: true, get: remembered(result) });
    }
    return results;
  };
}

/** A text of so many characters is parsed once; a longer one again, where what came of it is in no use any more. */
const MOST_REMEMBERED_CHARS = 65_536;

function remembered(result: string | JsonObject): () => JsonObject {
  let known: JsonObject | WeakRef<JsonObject> | undefined;
  return () => {
    const before = known instanceof WeakRef ? known.deref() : known;
    if (before !== undefined) return before;
    const made = fresh(result);
    const isLong = typeof result === 'string' && result.length > MOST_REMEMBERED_CHARS;
    known = isLong ? new WeakRef(made) : made;
    return made;
  };
}

function fresh(result: string | JsonObject): JsonObject {
  return typeof result === 'string' ? (JSON.parse(result) as JsonObject) : structuredClone(result);
}

function unreadable(what: string, uri: string): PermanentError {
  return new PermanentError(
    `The result of ${what} is parked at "${uri}", and this function has no ${RESULTS_BUCKET_VARIABLE} to read it from.`,
    'PARKED_RESULT_LOST',
  );
}

/** The JSON of a parked result. */
export async function fetchParked(step: string, uri: string, store: ResultStore | undefined): Promise<string> {
  const code = 'PARKED_RESULT_LOST';
  if (store === undefined) throw unreadable(JSON.stringify(step), uri);
  try {
    return await store.get(uri);
  } catch (cause) {
    const message = `The result of "${step}" could not be read. ${inWords(cause)}`;
    if (cause instanceof ResultLostError) throw new PermanentError(message, { errorCode: code, cause });
    throw new RetryableError(message, { errorCode: 'RESULT_STORE_FAILED', cause });
  }
}
