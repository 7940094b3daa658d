import type { StepReply } from '../../contract/step-event.ts';
import type { JsonObject } from '../../json.ts';
import { listWorkers } from '../batch/child-batch.ts';
import { plannedBatches } from '../batch/planned-batches.ts';
import { activationOf } from '../decision/decision-outcome.ts';
import type { ResultStore } from '../results/result-store.ts';
import type { StepCall } from './step-call.ts';

/** What a step leaves beside its result; nothing is decided by one that an operator has resolved without. */
export async function entryOf(
  call: StepCall,
  result: JsonObject | null,
  store: ResultStore | undefined,
): Promise<Omit<StepReply, 'result'>> {
  const { step, batch } = call;
  return {
    after: step.dependencies,
    ...(result === null ? undecided(call) : await decisionOf(call, result, store)),
    ...(batch !== undefined && { worker: batch.worker, cursor: batch.cursor }),
  };
}

/** What a decision or a batchable step decided, as the machine asks for it. */
async function decisionOf(
  call: StepCall,
  result: JsonObject,
  store: ResultStore | undefined,
): Promise<Pick<StepReply, 'activate' | 'batches'>> {
  const { step } = call;
  if (step.branches !== undefined) return { activate: activationOf(result, step.branches) };
  if (step.batches === undefined) return {};
  const { template, instances, each } = plannedBatches(result, step.config, step.batches);
  if (template === undefined) return { activate: {}, batches: instances };
  const batches = each === undefined ? instances : await listWorkers(call, template, instances, each, store);
  return { activate: { [template]: true }, batches };
}

/** A decision that was resolved names nobody, and a batchable step finds no work. */
function undecided({ step }: StepCall): Pick<StepReply, 'activate' | 'batches'> {
  if (step.branches !== undefined) return { activate: {} };
  return step.batches === undefined ? {} : { activate: {}, batches: [] };
}
