import { isJsonObject, type JsonObject } from '../json.ts';
import type { ParkedResult } from './parked-result.ts';
import { runName } from './run-name.ts';

/**
 * What an execution goes on with that continues a task: `continues` of its input, beside the task's request. Its machine begins anew,
 * and the functions of steps that were settled before reply with what is told here instead of running the handler.
 */
export interface Continuation {
  /** The execution with which the task began: what the task is known by, and what it has parked lies under its name. */
  readonly task: {
    /** The task's id, which is the execution's name. */
    readonly id: string;
    /** The execution's ARN. */
    readonly arn: string;
    /** When it was started: ISO 8601. */
    readonly started_at: string;
  };
  /** Which run of the task it is, from 2. */
  readonly run: number;
  /** How often the task had gone on before it, redrives included, and this time. */
  readonly restarts: number;
  /** What completed steps returned, by step; null of those that were resolved without a result. A reference where it is too large to travel. */
  readonly results: CarriedResults | ParkedResult;
  /** The steps that failed, and that nobody has repaired. */
  readonly failures: Readonly<Record<string, CarriedFailure>>;
  /** What the operator did. */
  readonly repair: Repair;
}

/** By step, what it returned. */
export type CarriedResults = Readonly<Record<string, JsonObject | null>>;

/** Why a step had failed. */
export interface CarriedFailure {
  /** Tasker's error type, or the error's name. */
  readonly type: string;
  /** The handler's own code. */
  readonly code?: string;
  /** What went wrong, in a sentence. */
  readonly message: string;
  /** Whether it might have passed. */
  readonly retryable: boolean;
  /** How often the handler had run. */
  readonly attempts: number;
  /** Of a worker: the template of its batch. */
  readonly batch?: string;
}

/** What an operator did to a task that had failed. */
export interface Repair {
  /** Who. */
  readonly by: string;
  /** Why. */
  readonly reason: string;
  /** When: ISO 8601. */
  readonly at: string;
  /** What was done to which steps. */
  readonly actions: readonly RepairedStep[];
}

/** What can be done to a step, in Tasker's words. */
export type RepairAction = 'reset_for_retry' | 'resolve_manually' | 'complete_manually';

/** What was done to one step. */
export interface RepairedStep {
  /** The step's name. */
  readonly step: string;
  /** What was done to it. */
  readonly action: RepairAction;
  /** The step's state before. */
  readonly from: string;
  /** What the operator noted beside the result. */
  readonly metadata?: JsonObject;
}

/** The code of the failure of a worker that was not run since another one of its batch has failed, and is not repaired. */
export const BATCH_STOPPED = 'BATCH_STOPPED';

/**
 * What an execution continues; undefined of one that begins a task. Whoever starts a task chooses its input and not, at any of our
 * doors, the execution's name: so nobody can claim there that steps were done.
 */
export function continuationIn(input: unknown, executionName: string): Continuation | undefined {
  const continues = isJsonObject(input) ? input.continues : undefined;
  if (!isContinuation(continues)) return undefined;
  return runName(continues.task.id, continues.run) === executionName ? continues : undefined;
}

function isContinuation(value: unknown): value is Continuation {
  if (!isJsonObject(value)) return false;
  const { task, run, restarts, results, failures, repair } = value;
  return (
    isJsonObject(task) &&
    [task.id, task.arn, task.started_at].every((each) => typeof each === 'string') &&
    typeof run === 'number' &&
    typeof restarts === 'number' &&
    [results, failures, repair].every((each) => isJsonObject(each))
  );
}
