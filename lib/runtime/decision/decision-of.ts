import type { StepReply } from '../../contract/step-event.ts';
import type { JsonObject } from '../../json.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { listWorkers } from '../batch/child-batch.ts';
import { plannedBatches } from '../batch/planned-batches.ts';
import type { FindStore } from '../results/result-store.ts';
import { activationOf } from './decision-outcome.ts';

/**
 * What a decision or a batchable step decided, as the machine asks for it. One that an operator has resolved without a result names
 * nobody, and finds no work.
 */
export async function decisionOf(
  call: StepCall,
  result: JsonObject | null,
  findStore: FindStore,
): Promise<Pick<StepReply, 'activate' | 'batches'>> {
  const { branches, batches, config } = call.step;
  if (branches !== undefined) return { activate: result === null ? {} : activationOf(result, branches) };
  if (batches === undefined) return {};
  if (result === null) return { activate: {}, batches: [] };
  const { template, instances, each } = plannedBatches(result, config, batches);
  if (template === undefined) return { activate: {}, batches: instances };
  const activate = { [template]: true } as const;
  if (each === undefined) return { activate, batches: instances };
  return { activate, batches: await listWorkers(call, template, instances, each, await findStore()) };
}
