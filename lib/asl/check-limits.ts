import { resultShare } from '../contract/limits.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import {
  definitionTooLarge,
  historyTooLong,
  payloadTooCrowded,
  timeoutExceedsLambda,
  unsupportedStepType,
} from './diagnostics.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { budgetOf } from './budget.ts';

/** A result of fewer bytes than this is not worth passing on: even a reference to a parked one needs about as much. */
const LEAST_SHARE = 400;

/** Reports what the service would refuse, before anything is emitted that could not run. */
export function checkSteps(plan: WorkflowPlan, report: Report): void {
  for (const step of plan.template.steps) {
    const name = step.name.value;
    if (step.type.value !== 'standard')
      report(unsupportedStepType, step.type.span, { step: name, type: step.type.value });
    const timeout = step.timeoutSeconds;
    if (timeout !== undefined && timeout.value > Limit.lambdaSeconds) {
      report(timeoutExceedsLambda, timeout.span, {
        step: name,
        seconds: timeout.value,
        limit: Limit.lambdaSeconds,
      });
    }
  }
}

/** Reports quotas that the emitted machine would break. */
export function checkMachine(
  plan: WorkflowPlan,
  measured: { readonly bytes: number; readonly events: number },
  report: Report,
): void {
  const where = plan.template.name.span;
  if (measured.bytes > Limit.definitionBytes) {
    const exact = plan.rendezvous.size > 0;
    report(definitionTooLarge, where, { bytes: measured.bytes, limit: Limit.definitionBytes, exact });
  }
  if (measured.events > Limit.historyEvents) {
    report(historyTooLong, where, { events: measured.events, limit: Limit.historyEvents });
  }
  const budget = budgetOf(plan);
  const share = resultShare(budget, 0);
  if (share < LEAST_SHARE) report(payloadTooCrowded, where, { steps: budget.steps, share });
}
