import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import type { JsonObject } from '../../json.ts';
import { resultShare } from '../../contract/limits.ts';
import { parkedKey, workerResultKey } from '../../contract/parked-key.ts';
import { PARKED, parkedResult, referenceBytes } from '../../contract/parked-result.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { notSerialisable } from '../adapter/refusals.ts';
import { PermanentError, RetryableError } from '../errors.ts';
import { inWords } from '../safely.ts';
import type { EncodedResult } from './encoded-result.ts';
import { MAY_BE_INEXACT, plainJson } from './plain-json.ts';
import type { ResultStore } from './result-store.ts';

/**
 * Parks a result when it is larger than the step's share of the state data and than a reference to it, and always of a batch that is
 * listed outside.
 */
export async function encodeResult(
  call: StepCall,
  result: JsonObject,
  store: ResultStore | undefined,
): Promise<EncodedResult> {
  if (Object.hasOwn(result, PARKED)) {
    throw new PermanentError(`A result may not have the key "${PARKED}", which marks parked results.`, 'RESERVED_KEY');
  }
  const json = JSON.stringify(result);
  checkExact(result, json);
  const bytes = Buffer.byteLength(json);
  const key = keyOf(call);
  const requestBytes = Buffer.byteLength(JSON.stringify(call.task.request));
  const share = Math.max(resultShare(call.budget, requestBytes), referenceBytes(key));
  if (bytes <= share && !call.isListed) return { result, bytes, parked: false };
  if (store === undefined) {
    throw new PermanentError(
      `The result takes ${bytes} bytes, and this step's share of the 256 KiB that a state may hold is ${share}. ` +
        `Return less, or give the function a bucket for large results (${RESULTS_BUCKET_VARIABLE}).`,
      { errorCode: 'RESULT_TOO_LARGE', metadata: { bytes, share } },
    );
  }
  return { result: parkedResult(await park(key, json, store), bytes), bytes, parked: true };
}

/** What JavaScript has rounded already would reach the next step as another number: the id of another order. */
function checkExact(result: JsonObject, json: string): void {
  if (!MAY_BE_INEXACT.test(json)) return;
  const open: [path: string, value: unknown][] = [['', result]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next;
    // From 1e21 on a number is written with an exponent, and nobody takes it for an id.
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(Number(value)) < 1e21) {
      throw new PermanentError(
        `The result cannot be taken at "${path}": The number ${String(value)} cannot be kept exactly: integers may go up to ${Number.MAX_SAFE_INTEGER}. Write it as a string.`,
        { errorCode: 'RESULT_NOT_EXACT' },
      );
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      open.push([`${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, member]);
    }
  }
}

async function park(key: string, json: string, store: ResultStore): Promise<string> {
  try {
    return await store.put(key, json);
  } catch (cause) {
    throw new RetryableError(`The result could not be parked: ${inWords(cause)}`, {
      errorCode: 'RESULT_STORE_FAILED',
      cause,
    });
  }
}

function keyOf({ task, step, isListed }: StepCall): string {
  return isListed ? workerResultKey(task.arn, task.startedAt, step.name) : parkedKey(task.arn, step.name);
}

/** A handler's result as plain JSON. */
export function toJsonObject(returned: unknown): JsonObject {
  try {
    return plainJson(returned);
  } catch (cause) {
    throw notSerialisable(cause);
  }
}
