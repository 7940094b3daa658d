import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { BatchInstance, BatchMetadata, WireBatches } from './batch.ts';
import type { Caught, CompletedEntry, WorkerEntry } from './step-entry.ts';
import type { TaskRequest } from './task-request.ts';

/** The form of {@link StepEvent} and {@link StepReply}. A change that an older runtime would misread gets the next number. */
export const WIRE_VERSION = 2;

/**
 * What the state machine sends to a step's function. A static part that is as short as it can be (what is absent has a
 * default), the state data, and the execution and state of the context object: its size in the definition does not depend on how many steps
 * there are.
 */
export interface StepEvent {
  /**
   * Only where the step opens the execution: `data` is the request at first, and {@link OpeningRetry} once the step was
   * waited for.
   */
  readonly task?: WireTask;
  readonly step: WireStep;
  /** The state data: {@link StateData}, unless the step opens the execution. */
  readonly data: JsonValue;
  /**
   * `Execution` and `State` of the context object; where `task` is given without the request, which is in `data` there. Its name is that of what
   * version 1 had here: so a runtime of that version comes as far as to say that it is too old.
   */
  readonly execution: WireContext;
}

/** What a state machine of version 1 sends, by `lambda:invoke`. It makes the entry of the reply itself. */
export interface StepEvent1 extends Omit<StepEvent, 'execution'> {
  /** `$$.Execution`; without `Input` where `task` is given. */
  readonly execution: WireExecution;
  /** `$$.State`. @default a first run */
  readonly state?: WireState;
}

/**
 * What the state machine sends a step's function after a run that gave no answer, since it crashed or took too long: the function
 * publishes the events of the failure, and raises the error that it would have raised itself. It has no `step`, so that a runtime which
 * does not know this event fails, and runs no handler.
 */
export interface UnansweredRun extends Omit<StepEvent, 'task' | 'step'> {
  /** What the template says of the step; only what tells who failed, and whether it is tried again. */
  readonly unanswered: WireStep;
  /** What the state machine caught. */
  readonly caught: Caught;
}

/**
 * What is sent in a child execution: its own context object tells of no task, and holds all that its workers share. The task's
 * execution is in the state data.
 */
export interface ChildStepEvent extends Omit<StepEvent, 'task' | 'data' | 'execution'> {
  /** With the task's execution; in an iteration of a batch, that may be in what is around it. */
  readonly data: StateData;
  /** `$$.State`. @default a first run */
  readonly state?: WireState;
  /** How often the child execution was redriven, beside the task's own; null of an engine that does not tell. @default never */
  readonly redrives?: number | null;
}

/** As much of the context object as the runtime reads. */
export interface WireContext {
  readonly Execution: WireExecution;
  /** @default a first run */
  readonly State?: WireState;
}

/** As much of `$$.State` as the runtime reads. */
export interface WireState {
  /** How often the state machine has invoked the function again, after crashes, timeouts, faults of services and checkpoints. */
  readonly RetryCount?: number;
}

/**
 * The state data of a step that opens the execution and runs again, since it was waited for or the execution was redriven. Every way to start a task gives its request a `context`, which
 * this has not, and the execution's id and start cannot be known to who makes a request: so no request is taken for it.
 */
export interface OpeningRetry {
  readonly retry: RetryState;
  /** `$$.Execution`, with the request. */
  readonly execution: WireExecution & Required<Pick<WireExecution, 'Input'>>;
}

/** What is the same for all steps of a machine. */
export interface WireTask {
  /** {@link WIRE_VERSION} of the compiler that made the machine. */
  readonly wire: number;
  readonly template: readonly [namespace: string, name: string, version: string];
  readonly budget: ResultBudget;
}

/** What the template says of a step. */
export interface WireStep {
  readonly name: string;
  /** The callable of the template, as written: a function that serves several handlers chooses by it. */
  readonly callable: string;
  /** `handler.method`, when it is not `call`. */
  readonly method?: string;
  /**
   * `handler.initialization`; absent means `{}`. As JSON text where it holds a `$`, which States Language and
   * CloudFormation would otherwise read as a path or a substitution.
   */
  readonly config?: JsonObject | string;
  /** The declared dependencies. @default none */
  readonly dependencies?: readonly string[];
  /** @default true */
  readonly retryable?: boolean;
  /** Runs of the handler, the first included. @default 3 */
  readonly max_attempts?: number;
  /**
   * The longest wait before each retry, in whole seconds; further ones are like the last. The machine draws a random part of
   * it. @default see {@link usualDelays}
   */
  readonly delays?: readonly number[];
  readonly timeout_seconds?: number;
  /** Of a decision: the steps that its outcome may name. */
  readonly branches?: readonly string[];
  /** Of a batchable step: whom its outcome may have run. */
  readonly batches?: WireBatches;
  /** Of a batch worker; its part of the work is in the state data. */
  readonly batch?: BatchMetadata;
}

/** `max_attempts` of an event that does not say it. */
export const USUAL_ATTEMPTS = 3;

/** `delays` of an event that does not say them: 1, 2, 4 … 30 seconds. */
export function usualDelays(retries: number): readonly number[] {
  return Array.from({ length: retries }, (_, retry) => Math.min(2 ** retry, 30));
}

/** As much of `$$.Execution` as the runtime reads. */
export interface WireExecution {
  /** The execution's ARN. */
  readonly Id: string;
  /** The execution's name, which is the task's id. */
  readonly Name: string;
  /** ISO 8601. */
  readonly StartTime: string;
  /** The request, as it was given. */
  readonly Input?: TaskRequest;
  /** How often the execution was redriven; not every engine tells. */
  readonly RedriveCount?: number;
}

/**
 * The state data of a machine. Members that begin with `steps` or `received` hold entries, at any depth: an object is the
 * entry of a completed or skipped step when its `after` is an array, and else a container of entries by step name and of further containers,
 * those of groups and of their branches. Entries of failed steps have no `after`, unless the step had completed before.
 */
export interface StateData {
  readonly task: WireTask;
  readonly retry?: RetryState;
  /** In an iteration of a batch: which worker it is. */
  readonly batch?: BatchInstance;
  /** In a child execution: the task's execution, with the request. */
  readonly execution?: WireExecution;
  /** In an iteration of a batch whose workers are listed outside of the state data: what they leave lies there, too. */
  readonly listed?: true;
  /** Where a worker's failure has stopped a batch of child executions, and the function is asked for the failure. */
  readonly stopped?: true;
  readonly [member: string]: unknown;
}

/**
 * The retry that a level of the machine waited for last, or the step at which it goes on after a redrive: what was caught, as it is. See
 * `readRetry` for what it says.
 */
export interface RetryState {
  /** The step, where the state data says it apart. */
  readonly step?: string;
  /** The cause of a {@link WireError.retryAfter}; absent after a redrive. */
  readonly Cause?: string;
}

/** How the 256 KiB of a state are shared out; see {@link resultShare}. */
export interface ResultBudget {
  /** How many steps share the space. */
  readonly steps: number;
  /** How many more entries there are: those that a step in another branch has received. Absent means none. */
  readonly copies?: number;
  /** How many steps are run by batches, as often as there is work. Absent means none. */
  readonly batches?: number;
  /** Bytes that are spoken for: names, addresses, the event's own fields. */
  readonly reserved: number;
}

/**
 * What a step's function returns: the entry that the step leaves, as it is. The result is a reference where it was parked. A worker of a
 * batch says which one it is.
 */
export type StepReply = Omit<CompletedEntry, 'workers' | 'result'> & {
  /** What the handler returned, or a reference to it. */
  readonly result: JsonObject;
} & Partial<Pick<WorkerEntry, 'worker' | 'cursor'>>;

/** Whether the machine tells of a run that crashed or took too long, rather than of a step to run. */
export function isUnansweredRun(event: unknown): event is UnansweredRun {
  return isJsonObject(event) && isJsonObject(event.unanswered);
}
