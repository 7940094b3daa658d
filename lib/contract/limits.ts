import type { ResultBudget } from './step-event.ts';

/** Step Functions' quotas, in the units that the service counts in. */
export const Limit = {
  /** Input or output of a state, task or execution, in UTF-8 bytes. */
  stateBytes: 262_144,
  /** The definition of a state machine, in bytes. */
  definitionBytes: 1_048_576,
  /** Events in the history of a Standard execution. */
  historyEvents: 25_000,
  /** A state's name, in characters; unique in the whole machine. */
  stateNameChars: 80,
  /** The name of a state machine or of an execution, in characters. */
  resourceNameChars: 80,
  /** An execution's cause, in characters. */
  causeChars: 32_768,
  /** A Lambda function's longest run, in seconds. */
  lambdaSeconds: 900,
} as const;

/**
 * The bytes that one step's result may take in the state data. However many results meet in one state, they fit, since
 * every step keeps to its share. A larger result is parked elsewhere and a reference takes its place.
 *
 * @example
 * ```ts
 * import { resultShare } from '../contract/limits.ts';
 * resultShare({ steps: 5, reserved: 4_096 }, 1_024); // 51404
 * ```
 */
export function resultShare(budget: ResultBudget, requestBytes: number): number {
  return Math.max(
    0,
    Math.floor((Limit.stateBytes - budget.reserved - requestBytes) / (budget.steps + (budget.copies ?? 0))),
  );
}

/** The characters that one failed step's entry may take, so that all of them fit the execution's cause. */
export function causeShare(budget: ResultBudget): number {
  return Math.max(160, Math.floor(Limit.causeChars / 2 / budget.steps));
}
