import type { ResultBudget } from './step-event.ts';

/** What the results of a task share: the input or output of a state, in UTF-8 bytes. */
const SHARED_BYTES = 262_144;

/** What its failures share: half of an execution's cause, since text within JSON within JSON grows. In characters. */
export const SHARED_CHARS = 32_768 / 2;

/** A failure's entry needs so many characters to say anything at all. */
export const LEAST_CHARS = 160;

/**
 * The bytes that one step's result may take in the state data. However many results meet in one state, they fit, since
 * every step keeps to its share. A larger result is parked elsewhere and a reference takes its place, unless that would be larger still:
 * see `referenceBytes`.
 *
 * @param requestBytes The size of the task's request, which lies in the same state.
 *
 * @example
 * ```ts
 * import { resultShare } from '../contract/limits.ts';
 * resultShare({ steps: 5, reserved: 4_096 }, 1_024); // 51404
 * ```
 */
export function resultShare(budget: ResultBudget, requestBytes: number): number {
  const left = SHARED_BYTES - budget.reserved - requestBytes;
  return Math.max(0, Math.floor(left / (budget.steps + (budget.copies ?? 0))));
}

/**
 * The characters that one failed step's entry may take, so that all of them fit the execution's cause. Where there are batches,
 * one half is for the steps, and the other for the workers.
 *
 * @param workers Of a worker: how many its batch has.
 */
export function causeShare({ steps, batches = 0 }: ResultBudget, workers?: number): number {
  const shared = batches === 0 ? SHARED_CHARS : SHARED_CHARS / 2;
  const sharing = workers === undefined ? steps : batches * workers;
  return Math.max(LEAST_CHARS, Math.floor(shared / sharing));
}

/** What a step leaves at least: a reference to a parked result, or a failure that says something, with room to spare. */
const LEAST_BYTES = 480;

/** What is left for the request in any case: the compiler refuses a template that has no room for a small one. */
export const LEAST_REQUEST_BYTES = 1_024;

/**
 * The bytes that the request of a task may have, so that no state can exceed its limit, whatever the handlers return or
 * throw. Where there are so many steps that little is left, half of it is for the request: then results must be small. Where nothing is
 * left if all results were large, a small request is taken all the same.
 */
export function requestLimit(budget: ResultBudget): number {
  const left = SHARED_BYTES - budget.reserved;
  // A character takes up to three bytes.
  const failures = 3 * SHARED_CHARS;
  const entries = Math.max(LEAST_BYTES * (budget.steps + (budget.copies ?? 0)), failures);
  return Math.max(LEAST_REQUEST_BYTES, left - Math.min(entries, Math.floor(left / 2)));
}
