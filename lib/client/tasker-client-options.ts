import type { SFNClientConfig } from '@aws-sdk/client-sfn';
import type { Pagination } from './aws/list-tasks.ts';
import type { DeployedTemplate } from './aws/state-machines.ts';
import type { StepFunctions } from './aws/step-functions.ts';
import type { CloudWatchLogs } from './logs/cloud-watch-logs.ts';
import type { IdentityStrategy } from './requests/task-id.ts';
import type { TaskExecution, TaskResponse } from './responses/task-response.ts';

/** How the client reaches Step Functions, and what it knows beforehand. */
export interface TaskerClientOptions {
  /**
   * Options of the AWS SDK: region, profile, credentials, or the endpoint of another engine. The logs and the bucket of results are
   * reached by them, too.
   *
   * @default what the environment tells the SDK
   */
  readonly connection?: SFNClientConfig;
  /** A connection that exists already; wins over `connection`. */
  readonly sfn?: StepFunctions;
  /** A connection to CloudWatch Logs that exists already. @default one made of `connection`, at the first call that reads logs */
  readonly logs?: CloudWatchLogs;
  /**
   * The templates of which tasks can be made, and the state machines that run them. Tasks of other templates and versions,
   * such as those that were deployed before, can be read and cancelled all the same.
   *
   * @default found among the account's state machines, by name and definition
   */
  readonly templates?: readonly DeployedTemplate[];
  /**
   * The prefix of the environment: the client sees the tasks of the state machines that have the same, and of no other.
   *
   * @default none: the client sees the state machines without a prefix
   */
  readonly prefix?: string;
  /** The clock, in ms since 1970. */
  readonly now?: () => number;
  /** Makes ids for requests that have none. */
  readonly uuid?: () => string;
  /** Waits between two looks at a task, and before a call that AWS has refused because there were too many. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Draws a number from 0 up to 1. */
  readonly random?: () => number;
}

/** How to create a task. */
export interface CreateOptions {
  /**
   * When two requests are the same task. An `idempotency_key` overrides it.
   *
   * @default 'strict'
   */
  readonly identity?: IdentityStrategy;
  /**
   * The caller's place in a trace, as W3C's header of this name says it: the task's own trace goes on with it.
   *
   * @default that of the Lambda function which makes the call, where there is one
   */
  readonly traceparent?: string;
}

/** What to read of a step. */
export interface GetStepOptions {
  /**
   * Reads what each attempt's function was sent, too. The history is read anew for it, also of a task that has ended.
   *
   * @default false
   */
  readonly inputs?: boolean;
}

/** How long to wait for a task. */
export interface WaitOptions {
  /**
   * After so many ms the wait fails with `TIMEOUT`; the task goes on.
   *
   * @default no limit
   */
  readonly timeoutMs?: number;
}

/** One page of tasks. */
export interface TaskList {
  /** The tasks, newest first. */
  readonly tasks: readonly TaskResponse[];
  /** Where the page lies among all. */
  readonly pagination: Pagination;
}

/** One page of tasks, with every attempt and wait of their steps. */
export interface TaskViews {
  /** The tasks, newest first. */
  readonly tasks: readonly TaskExecution[];
  /** Where the page lies among all. */
  readonly pagination: Pagination;
}

/** That Step Functions answers. */
export interface Health {
  readonly status: 'healthy';
  /** When it did: ISO 8601. */
  readonly timestamp: string;
}
