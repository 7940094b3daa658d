import type { StepReply } from '../../contract/step-event.ts';
import type { JsonObject } from '../../json.ts';
import { plannedBatches } from '../batch/planned-batches.ts';
import { checkTaskRequest } from '../check-task-request.ts';
import { activationOf } from '../decision/decision-outcome.ts';
import { PermanentError } from '../errors.ts';
import { classNameOf, failureOf, resultOf } from '../outcome.ts';
import { type EncodedResult, encodeResult, toJsonObject } from '../results/encode-result.ts';
import { fetchDependencies } from '../results/fetch-parked.ts';
import type { ResultStore } from '../results/result-store.ts';
import { StepContext } from '../step-context.ts';
import type { StepHandlerClass } from '../step-handler.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import { decodeEvent } from './decode-event.ts';
import { callHandler, selectHandler } from './select-handler.ts';
import type { StepCall } from './step-call.ts';
import { stepErrorOf } from './step-error.ts';

/** What a step's function replies, and what its log says of it. */
export type StepOutcome = EncodedResult & Pick<StepReply, 'activate' | 'batches'>;

/** Runs a step's handler once. Rejects with a `StepError` alone. */
export async function runStep(
  classes: readonly StepHandlerClass[],
  call: StepCall,
  store: ResultStore | undefined,
): Promise<StepOutcome> {
  let failure: StepHandlerResult;
  try {
    checkTaskRequest(call.task.request);
    const outcome = await callStep(classes, call, store);
    if (outcome.success) return await replyOf(call, outcome, store);
    failure = outcome;
  } catch (thrown) {
    failure = failureOf(thrown, classNameOf(thrown));
  }
  throw stepErrorOf(call, failure, Date.now());
}

async function replyOf(
  call: StepCall,
  outcome: StepHandlerResult,
  store: ResultStore | undefined,
): Promise<StepOutcome> {
  const result = toJsonObject(outcome.result);
  return { ...(await encodeResult(call, result, store)), ...decisionOf(call, result) };
}

/** What a decision or a batchable step decided, as the machine asks for it. */
function decisionOf({ step }: StepCall, result: JsonObject): Pick<StepReply, 'activate' | 'batches'> {
  if (step.branches !== undefined) return { activate: activationOf(result, step.branches) };
  if (step.batches === undefined) return {};
  const { template, instances } = plannedBatches(result, step.config, step.batches);
  return { activate: template === undefined ? {} : { [template]: true }, batches: instances };
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
