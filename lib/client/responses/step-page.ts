import { TaskerClientError } from '../tasker-client-error.ts';
import type { StepState } from '../view/step-view.ts';

/** Which steps of a task are wanted: of a batch there may be tens of thousands. */
export interface StepPage {
  /** So many at most: 1 … 10,000. @default all */
  readonly limit?: number;
  /** The name of the step after which the page begins: the last one of the page before. @default from the beginning */
  readonly next?: string;
  /** Those in this state alone. @default all */
  readonly state?: StepState;
}

const MOST_STEPS = 10_000;

/** Every state of a step. */
export const STEP_STATES = [
  'pending',
  'in_progress',
  'waiting_for_retry',
  'complete',
  'error',
  'cancelled',
  'resolved_manually',
] as const satisfies readonly StepState[];

/** The steps of a page. Fails with `BAD_REQUEST` where the page is none. */
export function stepsOnPage<T extends { readonly name: string; readonly state: StepState }>(
  steps: readonly T[],
  { limit = Infinity, next, state }: StepPage,
): readonly T[] {
  if (limit !== Infinity && !(Number.isInteger(limit) && limit >= 1 && limit <= MOST_STEPS)) {
    throw new TaskerClientError('BAD_REQUEST', `"limit" is a whole number from 1 to ${MOST_STEPS}.`);
  }
  if (state !== undefined && !STEP_STATES.includes(state)) {
    throw new TaskerClientError('BAD_REQUEST', `"state" is one of ${STEP_STATES.join(', ')}.`);
  }
  const before = next === undefined ? -1 : steps.findIndex(({ name }) => name === next);
  if (next !== undefined && before === -1) {
    throw new TaskerClientError('BAD_REQUEST', `"next" must be the name of a step of the task, and "${next}" is not.`);
  }
  const wanted = steps.slice(before + 1).filter((step) => state === undefined || step.state === state);
  return limit === Infinity ? wanted : wanted.slice(0, limit);
}
