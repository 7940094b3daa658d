import {
  BATCH_STOPPED,
  type CarriedFailure,
  type CarriedResults,
  type Continuation,
} from '../../contract/continuation.ts';
import { WireError } from '../../contract/errors.ts';
import { causeShare } from '../../contract/limits.ts';
import { isParked, PARKED } from '../../contract/parked-result.ts';
import type { StepReply } from '../../contract/step-event.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { ErrorType } from '../error-type.ts';
import { writeLog } from '../log/log-scope.ts';
import { encodeResult } from '../results/encode-result.ts';
import { fetchParked } from '../results/fetch-parked.ts';
import type { ResultStore } from '../results/result-store.ts';
import { describeThrown } from './describe-thrown.ts';
import { entryOf } from './entry-of.ts';
import type { StepCall } from './step-call.ts';
import { StepError, stepErrorOf } from './step-error.ts';

/**
 * What a step replies that had settled before its task was continued: its handler has nothing more to do. Undefined of a step that is to
 * run. Rejects with a `StepError` alone: of a step that failed and that nobody has repaired, the one it had.
 */
export async function answerCarried(call: StepCall, store: ResultStore | undefined): Promise<StepReply | undefined> {
  const { continues, step } = call;
  if (continues === undefined) return undefined;
  // A redrive runs failed steps again, as ever.
  const failures = call.wasRedriven ? {} : continues.failures;
  if (Object.hasOwn(failures, step.name)) throw failAsBefore(call, failures[step.name] as CarriedFailure);
  const reply = await replyWithResult(call, continues, store);
  if (reply !== undefined) return reply;
  const stopped = stoppedBy(call, failures);
  if (stopped !== undefined) throw failAsBefore(call, stopped);
  return undefined;
}

async function replyWithResult(
  call: StepCall,
  continues: Continuation,
  store: ResultStore | undefined,
): Promise<StepReply | undefined> {
  const { step } = call;
  let result: JsonObject | null | undefined;
  try {
    const results = await resultsOf(continues, store);
    result = Object.hasOwn(results, step.name) ? results[step.name] : undefined;
    if (result === undefined) return undefined;
    if (result === null) {
      writeLog('INFO', 'Step was resolved without a result before the task went on');
      // Who joins the workers of a large batch looks there for what each has left.
      if (call.isListed) await encodeResult(call, {}, store);
      // No handler's result is null; the machine takes it as it is.
      return { result: null, ...(await entryOf(call, null, async () => store)) } as unknown as StepReply;
    }
    // Read and kept anew, so that it lasts as long as what the steps after it leave.
    const whole = isParked(result)
      ? (JSON.parse(await fetchParked(step.name, result[PARKED].uri, store)) as JsonObject)
      : result;
    const { result: encoded } = await encodeResult(call, whole, store);
    const reply = { result: encoded, ...(await entryOf(call, whole, async () => store)) };
    writeLog('INFO', 'Step completed before the task went on');
    return reply;
  } catch (thrown) {
    throw stepErrorOf(call, describeThrown(thrown), thrown, Date.now());
  }
}

async function resultsOf({ results }: Continuation, store: ResultStore | undefined): Promise<CarriedResults> {
  // A step may be called as what marks a reference, but none has a name that is a text.
  if (!isReference(results)) return results;
  return JSON.parse(await fetchParked('the steps before', results[PARKED].uri, store)) as CarriedResults;
}

function isReference(
  results: Continuation['results'],
): results is Extract<Continuation['results'], { [PARKED]: unknown }> {
  const parked: unknown = (results as { readonly [PARKED]?: unknown })[PARKED];
  return isJsonObject(parked) && typeof parked.uri === 'string' && typeof parked.bytes === 'number';
}

/** What keeps a worker from running: another one of its batch, which ends with the first failure, has failed and was not repaired. */
function stoppedBy({ batch }: StepCall, failures: Continuation['failures']): CarriedFailure | undefined {
  if (batch?.metadata.failure_strategy !== 'fail_fast') return undefined;
  // Whoever runs beside a worker that fails at once is ended in the middle of its work.
  const [other] = Object.entries(failures).find(([, failure]) => failure.batch === batch.template) ?? [];
  if (other === undefined) return undefined;
  const message = `The worker was not run again: its batch ends with "${other}", which has failed and was not repaired.`;
  return { type: ErrorType.PERMANENT_ERROR, code: BATCH_STOPPED, message, retryable: true, attempts: 0 };
}

function failAsBefore(call: StepCall, { type, code, message, retryable, attempts }: CarriedFailure): StepError {
  writeLog('INFO', 'Step failed before the task went on, and nobody has repaired it');
  const details = { message, code: code ?? null, type, retryable, step: call.step.name, attempts };
  // Whatever it was: it is not tried again.
  return new StepError({ error: WireError.permanent, ...details }, causeShare(call.budget, call.batch?.of), undefined);
}
