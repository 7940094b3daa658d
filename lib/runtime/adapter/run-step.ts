import type { StepFunctions } from '../../client/index.ts';
import type { StepReply } from '../../contract/step-event.ts';
import { keepFailure } from '../batch/child-batch.ts';
import { checkTaskRequest } from '../check-task-request.ts';
import { runThroughYields } from '../checkpoint/run-through-yields.ts';
import { StepYield } from '../checkpoint/step-yield.ts';
import type { StepEnd } from '../domain-events/step-end.ts';
import { classNameOf, failureOf, resultOf } from '../outcome.ts';
import { type EncodedResult, encodeResult, toJsonObject } from '../results/encode-result.ts';
import { fetchDependencies } from '../results/fetch-parked.ts';
import type { ResultStore } from '../results/result-store.ts';
import { safely } from '../safely.ts';
import { withCall } from '../tasks/current-call.ts';
import { StepContext } from '../step-context.ts';
import type { StepHandlerClass } from '../step-handler.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import { entryOf } from './entry-of.ts';
import { decodeEvent } from './decode-event.ts';
import { callHandler, selectHandler } from './select-handler.ts';
import type { StepCall } from './step-call.ts';
import { stepErrorOf } from './step-error.ts';

/** What a step's function replies, and what its log says of it. */
export type StepOutcome = EncodedResult & StepReply;

/** What a step is run with. */
export interface StepMeans {
  /** Keeps what is too large to travel, and checkpoints. */
  readonly store: ResultStore | undefined;
  /** The milliseconds that the invocation has left. */
  readonly timeLeft: () => number;
  /** How the handler reaches tasks; absent where the AWS SDK finds out itself. */
  readonly tasks: StepFunctions | undefined;
  /** Is told how the step has ended. */
  readonly tell: (end: StepEnd) => Promise<void> | undefined;
}

/**
 * Runs a step's handler, and again as long as it yields and there is time, and tells how it has ended before anybody else hears of it.
 * Rejects with a `StepError` or a `StepYield` alone.
 */
export async function runStep(
  classes: readonly StepHandlerClass[],
  call: StepCall,
  means: StepMeans,
): Promise<StepOutcome> {
  let failure: StepHandlerResult;
  try {
    checkTaskRequest(call.task.request);
    const outcome = await callStep(classes, call, means);
    if (outcome.success) {
      const result = toJsonObject(outcome.result);
      const entry = await entryOf(call, result, means.store);
      const encoded = await encodeResult(call, result, means.store);
      const reply = { ...encoded, ...entry };
      await means.tell({ result });
      return reply;
    }
    failure = outcome;
  } catch (thrown) {
    if (isStepYield(thrown)) throw thrown;
    failure = failureOf(thrown, classNameOf(thrown));
  }
  const error = stepErrorOf(call, failure, Date.now());
  await keepFailure(call, error, means.store);
  await means.tell({ failure: error.details });
  throw error;
}

async function callStep(
  classes: readonly StepHandlerClass[],
  call: StepCall,
  { store, timeLeft, tasks }: StepMeans,
): Promise<StepHandlerResult> {
  const Handler = selectHandler(classes, call.step.callable);
  const results = await fetchDependencies(call, store);
  return runThroughYields(call, store, timeLeft, async (before) => {
    const handler = new Handler();
    const event = decodeEvent(unshared(call), results(), before?.checkpoint);
    const context = StepContext.fromFfiEvent(event, handler.name, timeLeft);
    const current = { call, tasks, yields: before?.yields ?? 0 };
    return resultOf(await withCall(current, () => callHandler(handler, call.step.method ?? 'call', context)));
  });
}

/** The call with what a handler might change in it made anew, as the next invocation would have it. */
function unshared(call: StepCall): StepCall {
  const { task, step, batch } = call;
  return {
    ...call,
    task: { ...task, request: structuredClone(task.request) },
    step: { ...step, config: structuredClone(step.config) },
    batch: structuredClone(batch),
  };
}

/** What a handler throws may be anything, and throw when it is looked at. */
function isStepYield(thrown: unknown): boolean {
  return safely(() => thrown instanceof StepYield, false);
}
