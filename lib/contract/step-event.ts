import type { JsonObject } from '../json.ts';
import type { CompletedEntry } from './step-entry.ts';
import type { TaskRequest } from './task-request.ts';

/** What the state machine sends to a step's function: the payload of `lambda:invoke`. */
export interface StepEvent {
  readonly task: {
    /** The execution's name, which is the task's id. */
    readonly id: string;
    readonly arn: string;
    readonly namespace: string;
    readonly name: string;
    readonly version: string;
    /** ISO 8601. */
    readonly started_at: string;
    /** The execution's input, as it was given. */
    readonly request: TaskRequest;
  };
  readonly step: {
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
    /** The declared dependencies. */
    readonly dependencies: readonly string[];
    readonly retryable: boolean;
    /** Runs of the handler, the first included. */
    readonly max_attempts: number;
    readonly timeout_seconds?: number;
    /** `$$.State.RetryCount`: retries since the state was last entered, service faults included. */
    readonly retry_count: number;
    /** True where the machine counts every attempt in `retry`, so that `retry_count` holds service faults alone. */
    readonly counted?: boolean;
  };
  /** Where the machine stands with a retry that it waited for itself; `step` is `''` before the first one. */
  readonly retry: RetryState;
  /** Results of all transitive ancestors, by step name. All are complete: else the step would be blocked. */
  readonly dependencies: Readonly<Record<string, CompletedEntry>>;
  readonly budget: ResultBudget;
}

/** Attempts used before the state was entered again, and the wait that was asked for. */
export interface RetryState {
  readonly step: string;
  readonly attempts: number;
}

/** How the 256 KiB of a state are shared out; see {@link resultShare}. */
export interface ResultBudget {
  /** How many steps share the space. */
  readonly steps: number;
  /** How many more entries there are: those that a step in another branch has received. Absent means none. */
  readonly copies?: number;
  /** Bytes that are spoken for: names, addresses, the event's own fields. */
  readonly reserved: number;
}

/** What a step's function returns. */
export interface StepReply {
  /** The result as JSON; a reference where it was parked. */
  readonly result: JsonObject;
}
