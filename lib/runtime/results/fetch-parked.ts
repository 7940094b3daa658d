import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import type { JsonObject } from '../../json.ts';
import { isParked, PARKED } from '../../contract/parked-result.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { PermanentError, RetryableError } from '../errors.ts';
import { inWords } from '../safely.ts';
import { ResultLostError, type ResultStore } from './result-store.ts';

/**
 * The results of all ancestors that completed, by step name, parked ones read back, so that handlers can read them synchronously.
 * They are made anew whenever they are asked for: a run may change what it was given, and the next one must not see it.
 */
export async function fetchDependencies(
  { ancestors }: StepCall,
  store: ResultStore | undefined,
): Promise<() => Record<string, JsonObject>> {
  const fetched = [...ancestors].map(
    async ([step, { result }]) =>
      [step, isParked(result) ? await fetchParked(step, result[PARKED].uri, store) : result] as const,
  );
  const entries = await Promise.all(fetched);
  return () => Object.fromEntries(entries.map(([step, result]) => [step, fresh(result)]));
}

function fresh(result: string | JsonObject): JsonObject {
  return typeof result === 'string' ? (JSON.parse(result) as JsonObject) : structuredClone(result);
}

/** The JSON of a parked result. */
async function fetchParked(step: string, uri: string, store: ResultStore | undefined): Promise<string> {
  const code = 'PARKED_RESULT_LOST';
  if (store === undefined) {
    throw new PermanentError(
      `The result of "${step}" is parked at "${uri}", and this function has no ${RESULTS_BUCKET_VARIABLE} to read it from.`,
      code,
    );
  }
  try {
    return await store.get(uri);
  } catch (cause) {
    const message = `The result of "${step}" could not be read. ${inWords(cause)}`;
    if (cause instanceof ResultLostError) throw new PermanentError(message, { errorCode: code, cause });
    throw new RetryableError(message, { errorCode: 'RESULT_STORE_FAILED', cause });
  }
}
