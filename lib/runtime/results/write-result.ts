import type { JsonObject } from '../../json.ts';
import { resultShare } from '../../contract/limits.ts';
import { PARKED } from '../../contract/parked-result.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { loadFailures } from '../later/load-failures.ts';
import { loadStorage } from '../later/load-storage.ts';
import type { EncodedResult } from './encoded-result.ts';
import type { FindStore } from './result-store.ts';
import { MAY_BE_INEXACT, plainJson } from './plain-json.ts';

/** A handler's result as plain JSON. */
export async function toJson(returned: unknown): Promise<JsonObject> {
  try {
    return plainJson(returned);
  } catch (cause) {
    throw (await loadFailures()).notSerialisable(cause);
  }
}

/** The result as it is where it can travel. `encodeResult` has the rules, and sees to all others. */
export async function writeResult(call: StepCall, result: JsonObject, findStore: FindStore): Promise<EncodedResult> {
  const json = JSON.stringify(result);
  const bytes = Buffer.byteLength(json);
  const share = resultShare(call.budget, Buffer.byteLength(JSON.stringify(call.task.request)));
  const travels = bytes <= share && !call.isListed && !(PARKED in result) && !MAY_BE_INEXACT.test(json);
  return travels
    ? { result, bytes, parked: false }
    : (await loadStorage()).encodeResult(call, result, await findStore());
}
