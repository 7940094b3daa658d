import type { CompiledWorkflow } from '../compile.ts';
import { formatNumber } from '../diagnostics/wording.ts';
import { isDecision, isWorker } from '../flow/choices.ts';

/**
 * How many state transitions a run takes in which all goes well. What need not wait at a rendezvous takes fewer, and so does what a
 * decision skips.
 */
export function transitionsText({ template: { steps }, plan, transitions }: CompiledWorkflow): string {
  const mayBeFewer = plan.rendezvous.size > 0 || steps.some(isDecision);
  const workers = steps.some(isWorker) ? ', with one worker in each batch' : '';
  return `${formatNumber(transitions)} ${mayBeFewer ? 'at most, ' : ''}when all goes well${workers}`;
}
