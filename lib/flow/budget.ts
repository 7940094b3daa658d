import { PARTS_BYTES } from '../contract/batch.ts';
import { Limit } from '../states-language/limits.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import { MOST_WORKERS } from './batch.ts';
import { isWorker } from './choices.ts';
import type { Step } from '../template/task-template.ts';

/**
 * How the 256 KiB of a state are shared out. What is no result: the event around them, and the names and addresses that hold
 * them. `copies` says how many received entries lie in a state beside those that each step leaves once.
 */
export function budgetOf(steps: readonly Step[], copies: number): ResultBudget {
  const sizes = steps.map(({ name: { value: name }, dependencies }) => {
    const after = dependencies.reduce((sum, { value }) => sum + Buffer.byteLength(value) + 3, 0);
    return 2 * Buffer.byteLength(name) + after + 76;
  });
  const names =
    sizes.reduce((sum, size) => sum + size, 0) + copies * sizes.reduce((most, size) => Math.max(most, size), 0);
  const workers = steps.filter(isWorker);
  const parts =
    workers.length * PARTS_BYTES +
    workers.reduce((sum, { name }) => sum + MOST_WORKERS * (Buffer.byteLength(name.value) + WORKER_BYTES), 0);
  const entries = copies + workers.length * MOST_WORKERS;
  const configs = steps.map((step) => Buffer.byteLength(JSON.stringify(step.handler.initialization)));
  const reserved = FIXED_BYTES + names + parts + configs.reduce((most, size) => Math.max(most, size), 0);
  return {
    steps: steps.length,
    ...(entries > 0 && { copies: entries }),
    ...(workers.length > 0 && { batches: workers.length }),
    reserved: Math.min(reserved, Limit.stateBytes),
  };
}

/** The event's own fields, Lambda's response metadata, one caught error and one retry state, generously. */
export const FIXED_BYTES = 24_576;

/** What a worker's entry takes beside its result and its template's name: its id, and the names of members. */
export const WORKER_BYTES = 90;
