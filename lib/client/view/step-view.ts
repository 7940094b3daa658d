import type { JsonObject, JsonValue } from '../../json.ts';
import type { AttemptError } from './attempt-error.ts';
import type { StepAttempt, StepWait } from './step-history.ts';

/** A step's state in Tasker's words. A step that can never run is `pending` and `blocked`. */
export type StepState =
  | 'pending'
  | 'in_progress'
  | 'waiting_for_retry'
  | 'complete'
  | 'error'
  | 'cancelled'
  /** An operator has settled it without a result: those that follow it run, and see none. */
  | 'resolved_manually';

/** Whether what depends on a step in this state may run. */
export function isDone(state: StepState): boolean {
  return state === 'complete' || state === 'resolved_manually';
}

/** One step of a task, rebuilt from the execution's history. Times are ISO 8601. */
export interface StepView {
  /** The step's name in the template. */
  readonly name: string;
  /** Of a worker of a batch: the step of the template that it is made from. */
  readonly template?: string;
  /** The step's state. */
  readonly state: StepState;
  /** True when a step that this one depends on has failed: it will not run in this execution. */
  readonly blocked?: true;
  /** The failed steps that block this one, sorted. */
  readonly blockedBy?: readonly string[];
  /** True of a step that decisions passed over: it is no part of the task. */
  readonly skipped?: true;
  /** The decisions and batchable steps that passed it over, sorted. */
  readonly skippedBy?: readonly string[];
  /** Those of them that are batchable steps without work, sorted. @default none */
  readonly emptyBatches?: readonly string[];
  /** True while it is open whether a decision makes the step part of the task. */
  readonly undecided?: true;
  /** The declared dependencies. */
  readonly dependencies: readonly string[];
  /** Runs of the handler so far, the present one included; faults of the Lambda service do not count. */
  readonly attempts: number;
  /** Runs of the handler at most, the first included. */
  readonly maxAttempts: number;
  /** What the handler returned, or a reference to it where it was too large to travel: see `isParked`. */
  readonly result?: JsonObject;
  /** The last error: of the step when its state is `error`, of the last attempt while it waits or runs again. */
  readonly error?: AttemptError;
  /** How far the step had come at its last checkpoint; absent where it has yielded at none that the history tells of. */
  readonly checkpoint?: StepCheckpointView;
  /** When control first entered the step. */
  readonly startedAt?: string;
  /** When the step settled, well or not. */
  readonly completedAt?: string;
  /** When the latest attempt began. */
  readonly lastAttemptedAt?: string;
  /** When the latest failed attempt ended. */
  readonly lastFailureAt?: string;
  /** When the next attempt begins, at the latest: retriers draw a random part of their delay. */
  readonly nextRetryAt?: string;
  /** Every attempt that the history tells of, oldest first. Some engines do not tell of attempts within branches. */
  readonly history: readonly StepAttempt[];
  /** What the step waited for beyond its dependencies, or for those in other branches; absent where it did not. */
  readonly waits?: readonly StepWait[];
}

/** How far a step had come when it yielded. Its invocation may have gone on since: it ends at a checkpoint once in a minute. */
export interface StepCheckpointView {
  /** So many items were done. */
  readonly itemsProcessed: number;
  /** How often the step had yielded. */
  readonly yields: number;
  /** Where it goes on; absent where the cursor is long. */
  readonly cursor?: JsonValue;
  /** When it yielded: ISO 8601. */
  readonly at: string;
}

/** The steps that are part of their task: those which no decision has passed over, or may still pass over. */
export function createdSteps(steps: readonly StepView[]): readonly StepView[] {
  return steps.filter(({ skipped, undecided }) => skipped !== true && undecided !== true);
}

/** The steps of a task, and apart from them those that are no part of it, since no decision chose them or a batch had no work. */
export function taskSteps(steps: readonly StepView[]): {
  readonly steps: readonly StepView[];
  readonly skipped?: readonly StepView[];
} {
  const skipped = steps.filter((step) => step.skipped === true);
  return { steps: createdSteps(steps), ...(skipped.length > 0 && { skipped }) };
}

/** How a step stands in its task: whether it is part of it, and whether it can run. */
export type Standing = Pick<StepView, 'blocked' | 'blockedBy' | 'skipped' | 'skippedBy' | 'emptyBatches' | 'undecided'>;
