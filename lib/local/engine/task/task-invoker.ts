import type { JsonValue } from '../../../json.ts';
import type { Clock } from '../../base/clock/clock.ts';
import type { StatesError } from '../../base/states-error.ts';

/** One request of a Task state to the resource that does its work. */
export interface TaskCall {
  /** The `Resource` of the state, such as `arn:aws:states:::lambda:invoke`. */
  readonly resource: string;
  /** What the state sends: its `Parameters`, or its input when it has none. */
  readonly parameters: JsonValue;
  /** The same as JSON text, with numbers as they were written: `parameters` has them as JavaScript does. */
  readonly text: string;
  /** The name of the state that makes the request. */
  readonly stateName: string;
  /** The ARN of the execution that the state belongs to. */
  readonly executionArn: string;
  /** The role that the state's `Credentials` name. */
  readonly roleArn?: string;
  /** The token of a task that waits to be told its result: with `.waitForTaskToken`, or in a queue. */
  readonly taskToken?: string;
  /** Aborted when nobody waits for the answer any more: a timeout, a failed sibling, a stopped execution. */
  readonly signal: AbortSignal;
  /** The execution's clock: what takes time must take it from here. */
  readonly clock: Clock;
  /** For a resource with `.sync`: tells that the job is under way, with the service's response. The result comes later. */
  readonly submitted: (response: JsonValue) => void;
  /** For a task in a queue: tells that a worker has taken it. */
  readonly started: (workerName?: string) => void;
}

/** What is known of a task before it begins. */
export type PendingTask = Pick<TaskCall, 'resource' | 'parameters' | 'text' | 'stateName' | 'executionArn' | 'roleArn'>;

/** How a task begins that does not begin at once. */
export type TaskBeginning =
  /** It waits for a worker, and for an answer with its token. `TimeoutSeconds` and `HeartbeatSeconds` count from {@link TaskCall.started}. */
  | { readonly kind: 'queued' }
  /** `LambdaFunctionScheduleFailed` or `ActivityScheduleFailed`; a task of a service, for which there is no such event, fails to start. */
  | {
      readonly kind: 'notScheduled';
      /** What the task fails with. */
      readonly error: StatesError;
    }
  /** `LambdaFunctionStartFailed` or `TaskStartFailed`. */
  | {
      readonly kind: 'notStarted';
      /** What the task fails with. */
      readonly error: StatesError;
    }
  /** Nothing can come of it: the execution fails with `States.Runtime` and this cause, before which the state is named. */
  | {
      readonly kind: 'impossible';
      /** Why nothing can come of it. */
      readonly cause: string;
    };

/**
 * Does the work of Task states. Rejects with a `StatesError` to fail the task with an error of that name; any other
 * rejection is a mistake of the invoker and ends the execution.
 *
 * @example
 * ```ts
 * import { StatesError, type TaskInvoker } from 'tasker-sfn/local';
 *
 * const work = async () => 'done';
 * const forbidden = new StatesError('States.Permissions', 'The role may not call this function.');
 * const invoke: TaskInvoker = Object.assign(work, {
 *   begin: () => ({ kind: 'notScheduled', error: forbidden }) as const,
 * });
 * ```
 */
export interface TaskInvoker {
  (call: TaskCall): Promise<JsonValue>;
  /** Asked before the history tells anything of a task. Without it, and where it answers undefined, tasks begin at once. */
  readonly begin?: (task: PendingTask) => TaskBeginning | undefined;
}

/** An invoker that does some tasks itself, and leaves others, and how tasks begin, to `inner`. */
export function wrapInvoker(inner: TaskInvoker, invoke: (call: TaskCall) => Promise<JsonValue>): TaskInvoker {
  return Object.assign(invoke, inner.begin !== undefined && { begin: inner.begin });
}
