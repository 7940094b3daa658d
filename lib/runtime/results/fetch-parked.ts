import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import type { BatchList } from '../../contract/batch.ts';
import type { JsonObject } from '../../json.ts';
import { isParked, PARKED } from '../../contract/parked-result.ts';
import type { StepCall } from '../adapter/step-call.ts';
import type { Entries } from '../adapter/read-entries.ts';
import { readWorkers } from '../batch/child-batch.ts';
import { partialFailure } from '../batch/partial-failure.ts';
import { isError, PermanentError, RetryableError } from '../errors.ts';
import { inWords } from '../safely.ts';
import type { ResultStore } from './result-store.ts';
import { plainSource, type ResultSource } from './result-source.ts';

/** The results of all ancestors, parked ones read back, and those of batches that are listed outside of the state data. */
export async function fetchSources(call: StepCall, store: ResultStore | undefined): Promise<readonly ResultSource[]> {
  const fetched = [...call.ancestors].map(async ([step, entry]): Promise<ResultSource> => {
    if (!('result' in entry)) return [step, () => () => partialFailure(entry.cursor, entry.failure.caught)];
    const { result } = entry;
    if (result === null) return [step, () => () => ({})];
    return sourceOf(step, isParked(result) ? await fetchParked(step, result[PARKED].uri, store) : result);
  });
  const entries = await Promise.all(fetched);
  const workers = await Promise.all(
    call.listed
      .flatMap((template) => listsOf(template, call.entries.passed))
      .map((list) => {
        if (store === undefined) throw unreadable('a batch', list.uri);
        return readWorkers(call, list, store);
      }),
  );
  return [...entries, ...workers.flat().map(([step, result]) => sourceOf(step, result))];
}

/** Where the workers of a batch are listed: the batchable step before them has said it. */
function listsOf(template: string, all: Entries['passed']): readonly BatchList[] {
  return [...all.values()].flatMap((entry) => {
    if (!('result' in entry) || entry.activate?.[template] !== true) return [];
    return entry.batches !== undefined && 'uri' in entry.batches ? [entry.batches] : [];
  });
}

/** A text of so many characters is parsed once; a longer one again, where what came of it is in no use any more. */
const MOST_REMEMBERED_CHARS = 65_536;

function sourceOf(step: string, result: string | JsonObject): ResultSource {
  if (typeof result !== 'string') return plainSource(step, result);
  const isLong = result.length > MOST_REMEMBERED_CHARS;
  return [step, () => remembered(() => JSON.parse(result) as JsonObject, isLong)];
}

function remembered(make: () => JsonObject, isLong: boolean): () => JsonObject {
  let known: JsonObject | WeakRef<JsonObject> | undefined;
  return () => {
    const before = known instanceof WeakRef ? known.deref() : known;
    if (before !== undefined) return before;
    const made = make();
    known = isLong ? new WeakRef(made) : made;
    return made;
  };
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
    // A store may be of another copy of the runtime.
    if (isError(cause) && cause.name === 'ResultLostError')
      throw new PermanentError(message, { errorCode: code, cause });
    throw new RetryableError(message, { errorCode: 'RESULT_STORE_FAILED', cause });
  }
}
