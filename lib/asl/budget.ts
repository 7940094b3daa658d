import { Limit } from '../contract/limits.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { deliveriesOf } from './deliveries.ts';

/** Bytes of a state that are no results: the event around them, and the names and addresses that hold them. */
export function budgetOf(plan: WorkflowPlan): ResultBudget {
  const steps = plan.template.steps;
  const copies = [...deliveriesOf(plan).values()].flatMap((delivery) => [...delivery.values()].flat());
  const names = [...steps.map((step) => step.name.value), ...copies].reduce(
    (bytes, name) => bytes + 2 * Buffer.byteLength(name) + 64,
    0,
  );
  const configs = steps.map((step) => Buffer.byteLength(JSON.stringify(step.handler.initialization)));
  const reserved = FIXED_BYTES + names + Math.max(0, ...configs);
  return {
    steps: steps.length,
    ...(copies.length > 0 && { copies: copies.length }),
    reserved: Math.min(reserved, Limit.stateBytes),
  };
}

/** The event's own fields, Lambda's response metadata, one caught error and one retry state, generously. */
const FIXED_BYTES = 24_576;
