import { Limit } from '../states-language/limits.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import type { Step } from '../template/task-template.ts';

/**
 * How the 256 KiB of a state are shared out. What is no result: the event around them, and the names and addresses that hold
 * them. `copies` says how many received entries lie in a state beside those that each step leaves once.
 */
export function budgetOf(steps: readonly Step[], copies: number): ResultBudget {
  const sizes = steps.map((step) => 2 * Buffer.byteLength(step.name.value) + 64);
  const names = sizes.reduce((sum, size) => sum + size, 0) + copies * Math.max(0, ...sizes);
  const configs = steps.map((step) => Buffer.byteLength(JSON.stringify(step.handler.initialization)));
  const reserved = FIXED_BYTES + names + Math.max(0, ...configs);
  return {
    steps: steps.length,
    ...(copies > 0 && { copies }),
    reserved: Math.min(reserved, Limit.stateBytes),
  };
}

/** The event's own fields, Lambda's response metadata, one caught error and one retry state, generously. */
const FIXED_BYTES = 24_576;
