import type { StepReply } from '../../contract/step-event.ts';
import type { JsonObject } from '../../json.ts';
import { loadDecisions } from '../later/load-decisions.ts';
import type { FindStore } from '../results/result-store.ts';
import type { StepCall } from './step-call.ts';

/** What a step leaves beside its result. */
export async function entryOf(
  call: StepCall,
  result: JsonObject | null,
  findStore: FindStore,
): Promise<Omit<StepReply, 'result'>> {
  const { step, batch } = call;
  const decides = step.branches !== undefined || step.batches !== undefined;
  return {
    after: step.dependencies,
    ...(decides && (await (await loadDecisions()).decisionOf(call, result, findStore))),
    ...(batch !== undefined && { worker: batch.worker, cursor: batch.cursor }),
  };
}
