import type { StepReply } from '../../contract/step-event.ts';
import { isJsonObject } from '../../json.ts';
import type { StepCheckpoint } from '../checkpoint/step-checkpoint.ts';
import type { StepYield } from '../checkpoint/step-yield.ts';
import { loadCheckpoints } from '../later/load-checkpoints.ts';
import { loadFailures } from '../later/load-failures.ts';
import { resultOf } from '../outcome.ts';
import { readDependencies } from '../results/read-dependencies.ts';
import type { EncodedResult } from '../results/encoded-result.ts';
import { toJson, writeResult } from '../results/write-result.ts';
import { safely } from '../safely.ts';
import { withCall } from '../tasks/current-call.ts';
import { StepHandlerResult } from '../step-handler-result.ts';
import { entryOf } from './entry-of.ts';
import { makeContext } from './make-context.ts';
import { callHandler, type HandlerSource } from './select-handler.ts';
import type { StepCall } from './step-call.ts';
import type { FailedRun, StepMeans } from './step-means.ts';

/** What a step's function replies, and what its log says of it. */
export type StepOutcome = EncodedResult & StepReply;

/**
 * Runs a step's handler, and again as long as it yields and there is time, and tells how it has ended before anybody else hears of it.
 * Rejects with a `StepError` or a `StepYield` alone.
 */
export async function runStep(source: HandlerSource, call: StepCall, means: StepMeans): Promise<StepOutcome> {
  const { findStore, tell } = means;
  let failed: FailedRun;
  try {
    const outcome = await callStep(source, call, means);
    if ('success' in outcome && outcome.success) {
      const result = await toJson(outcome.result);
      const entry = await entryOf(call, result, findStore);
      const reply = { ...(await writeResult(call, result, findStore)), ...entry };
      await tell?.({ result });
      return reply;
    }
    failed = { outcome };
  } catch (thrown) {
    failed = isResult(thrown) ? { outcome: thrown } : { thrown };
  }
  throw await (await loadFailures()).failStep(call, failed, { findStore, tell });
}

/** What a handler throws may be anything, and throw when it is looked at. */
function isResult(thrown: unknown): thrown is StepHandlerResult {
  return safely(() => thrown instanceof StepHandlerResult, false);
}

async function callStep(
  source: HandlerSource,
  call: StepCall,
  { findStore, timeLeft, traceHeader, tasks }: StepMeans,
): Promise<StepHandlerResult | StepYield> {
  const request: unknown = call.task.request;
  const isRequest = isJsonObject(request) && (request.context === undefined || isJsonObject(request.context));
  if (!isRequest) throw (await loadFailures()).noTaskRequest(request);
  const sources = await readDependencies(call, findStore);
  const run = async (checkpoint?: StepCheckpoint, yields = 0) => {
    const handler = await source.handlerOf(call.step);
    const means = { handlerName: handler.name, checkpoint, timeLeft, traceHeader };
    const context = makeContext(call, sources, means);
    return resultOf(
      await withCall({ call, tasks, yields }, () => callHandler(handler, call.step.method ?? 'call', context)),
    );
  };
  if (call.mayHaveRun) return (await loadCheckpoints()).runThroughYields(call, findStore, timeLeft, run);
  const before = timeLeft();
  const outcome = await run();
  if (outcome.success && outcome.metadata.checkpoint_yield === true)
    return (await loadCheckpoints()).runThroughYields(call, findStore, timeLeft, run, { outcome, before });
  return outcome;
}
