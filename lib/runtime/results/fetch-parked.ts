import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import type { JsonObject } from '../../json.ts';
import { isParked, PARKED } from '../../contract/parked-result.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { PermanentError, RetryableError } from '../errors.ts';
import { inWords } from '../safely.ts';
import { ResultLostError, type ResultStore } from './result-store.ts';

/** The results of all ancestors that completed, by step name, parked ones read back, so that handlers can read them synchronously. */
export async function fetchDependencies(
  { ancestors }: StepCall,
  store: ResultStore | undefined,
): Promise<Record<string, JsonObject>> {
  const entries = [...ancestors].map(
    async ([step, { result }]) =>
      [step, isParked(result) ? await fetchParked(step, result[PARKED].uri, store) : result] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function fetchParked(step: string, uri: string, store: ResultStore | undefined): Promise<JsonObject> {
  const code = 'PARKED_RESULT_LOST';
  if (store === undefined) {
    throw new PermanentError(
      `The result of "${step}" is parked at "${uri}", and this function has no ${RESULTS_BUCKET_VARIABLE} to read it from.`,
      code,
    );
  }
  try {
    return JSON.parse(await store.get(uri)) as JsonObject;
  } catch (cause) {
    const message = `The result of "${step}" could not be read. ${inWords(cause)}`;
    if (cause instanceof ResultLostError) throw new PermanentError(message, { errorCode: code, cause });
    throw new RetryableError(message, { errorCode: 'RESULT_STORE_FAILED', cause });
  }
}
