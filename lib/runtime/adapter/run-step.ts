import { checkTaskRequest } from '../check-task-request.ts';
import { PermanentError } from '../errors.ts';
import { classNameOf, failureOf, resultOf } from '../outcome.ts';
import { type EncodedResult, encodeResult } from '../results/encode-result.ts';
import { fetchDependencies } from '../results/fetch-parked.ts';
import type { ResultStore } from '../results/result-store.ts';
import { StepContext } from '../step-context.ts';
import type { StepHandlerClass } from '../step-handler.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import { decodeEvent } from './decode-event.ts';
import { callHandler, selectHandler } from './select-handler.ts';
import type { StepCall } from './step-call.ts';
import { stepErrorOf } from './step-error.ts';

/** Runs a step's handler once. Rejects with a `StepError` alone. */
export async function runStep(
  classes: readonly StepHandlerClass[],
  call: StepCall,
  store: ResultStore | undefined,
): Promise<EncodedResult> {
  let failure: StepHandlerResult;
  try {
    checkTaskRequest(call.task.request);
    const outcome = await callStep(classes, call, store);
    if (outcome.success) return await encodeResult(call, outcome.result, store);
    failure = outcome;
  } catch (thrown) {
    failure = failureOf(thrown, classNameOf(thrown));
  }
  throw stepErrorOf(call, failure, Date.now());
}

async function callStep(
  classes: readonly StepHandlerClass[],
  call: StepCall,
  store: ResultStore | undefined,
): Promise<StepHandlerResult> {
  const Handler = selectHandler(classes, call.step.callable);
  const results = await fetchDependencies(call, store);
  const handler = new Handler();
  const context = StepContext.fromFfiEvent(decodeEvent(call, results), handler.name);
  const outcome = resultOf(await callHandler(handler, call.step.method ?? 'call', context));
  if (outcome.success && outcome.metadata.checkpoint_yield === true) {
    throw new PermanentError('The handler yielded at a checkpoint, which this state machine cannot resume yet.', {
      errorCode: 'CHECKPOINT_YIELD_UNSUPPORTED',
    });
  }
  return outcome;
}
