import type { JsonValue } from '../contract/json.ts';
import type { Clock } from './clock/clock.ts';

/** One request of a Task state to the resource that does its work. */
export interface TaskCall {
  /** The `Resource` of the state, such as `arn:aws:states:::lambda:invoke`. */
  readonly resource: string;
  /** What the state sends: its `Parameters`, or its input when it has none. */
  readonly parameters: JsonValue;
  readonly stateName: string;
  readonly executionArn: string;
  /** The token of a task that waits to be told its result (`.waitForTaskToken`). */
  readonly taskToken?: string;
  /** Aborted when nobody waits for the answer any more: a timeout, a failed sibling, a stopped execution. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** For a resource with `.sync`: tells that the job is under way, with the service's response. The result comes later. */
  readonly submitted: (response: JsonValue) => void;
}

/**
 * Does the work of Task states. Rejects with a `StatesError` to fail the task with an error of that name; any other
 * rejection is a mistake of the invoker and ends the execution.
 */
export type TaskInvoker = (call: TaskCall) => Promise<JsonValue>;
