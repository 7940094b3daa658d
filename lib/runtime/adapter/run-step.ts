import { WireError } from '../../contract/errors.ts';
import { causeShare } from '../../contract/limits.ts';
import type { StepEvent } from '../../contract/step-event.ts';
import { ErrorType } from '../error-type.ts';
import { PermanentError } from '../errors.ts';
import { classNameOf, failureOf, resultOf } from '../outcome.ts';
import { type EncodedResult, encodeResult } from '../results/encode-result.ts';
import { fetchDependencies } from '../results/fetch-parked.ts';
import type { ResultStore } from '../results/result-store.ts';
import { StepContext } from '../step-context.ts';
import type { StepHandlerClass } from '../step-handler.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import { attemptOf, isSpent } from './attempt.ts';
import { decodeEvent } from './decode-event.ts';
import { callHandler, selectHandler } from './select-handler.ts';
import { StepError, stepErrorOf } from './step-error.ts';

/** Runs a step's handler once. Rejects with a {@link StepError} alone. */
export async function runStep(
  classes: readonly StepHandlerClass[],
  event: StepEvent,
  store: ResultStore | undefined,
): Promise<EncodedResult> {
  if (isSpent(event)) throw spentError(event);
  let failure: StepHandlerResult;
  try {
    const outcome = await callStep(classes, event, store);
    if (outcome.success) return await encodeResult(event, outcome.result, store);
    failure = outcome;
  } catch (thrown) {
    failure = failureOf(thrown, classNameOf(thrown));
  }
  throw stepErrorOf(event, failure, Date.now());
}

async function callStep(
  classes: readonly StepHandlerClass[],
  event: StepEvent,
  store: ResultStore | undefined,
): Promise<StepHandlerResult> {
  const Handler = selectHandler(classes, event.step.callable);
  const results = await fetchDependencies(event, store);
  const handler = new Handler();
  const context = StepContext.fromFfiEvent(decodeEvent(event, results), handler.name);
  const outcome = resultOf(await callHandler(handler, event.step.method ?? 'call', context));
  if (outcome.success && outcome.metadata.checkpoint_yield === true) {
    throw new PermanentError('The handler yielded at a checkpoint, which this state machine cannot resume yet.', {
      errorCode: 'CHECKPOINT_YIELD_UNSUPPORTED',
    });
  }
  return outcome;
}

function spentError(event: StepEvent): StepError {
  const details = {
    message: `All ${event.step.max_attempts} attempts are used.`,
    code: null,
    type: ErrorType.RETRYABLE_ERROR,
    retryable: true,
    step: event.step.name,
    attempts: attemptOf(event),
  };
  return new StepError(WireError.exhausted, details, causeShare(event.budget), undefined);
}
