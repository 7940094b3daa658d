import type { AwsPlace } from '../../states-language/arn.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { StateMachine } from '../../states-language/types.ts';
import type { ActivityQueues } from '../tasks/services/activities/activity-queues.ts';
import type { Clock } from '../base/clock/clock.ts';
import type { ObjectStore } from '../engine/distributed/object-store.ts';
import type { TaskInvoker } from '../engine/task/task-invoker.ts';
import type { TaskTokens } from '../engine/task/task-tokens.ts';
import type { Activity } from './activity.ts';
import { AwsError } from '../base/api/aws-error.ts';
import type { Executions, Invocations } from './executions.ts';
import type { OperationName, RequestOf } from '../base/api/requests.ts';
import type { Machine } from './state-machines.ts';

/** An execution of the service, as an observer is told of it. */
export interface ObservedExecution {
  /** The execution's name. */
  readonly name: string;
  /** The execution's ARN. */
  readonly arn: string;
  /** The state machine's name. */
  readonly machineName: string;
  /** What it runs. */
  readonly definition: StateMachine;
  /** The ARN of the execution that has started it: by a Task, or by a distributed Map. Absent where a caller has. */
  readonly startedBy?: string;
  /** The ARN of the run of a distributed Map of which it is a child. */
  readonly mapRunArn?: string;
}

/** Told of each execution that begins, or begins again; what it returns is told the events of that execution. */
export type ExecutionObserver = (execution: ObservedExecution) => (event: HistoryEvent) => void;

/** What the operations share. */
export interface Service {
  readonly place: AwsPlace;
  readonly clock: Clock;
  /** By ARN. */
  readonly machines: Map<string, Machine>;
  /** By ARN. */
  readonly activities: Map<string, Activity>;
  /** The tasks of activities, and the workers that wait for them. */
  readonly queues: ActivityQueues;
  readonly executions: Executions;
  readonly tokens: TaskTokens;
  /** What distributed Maps read and write. */
  readonly objects: ObjectStore | undefined;
  /** Does the work of an execution's tasks; those that a test case mocks never reach a service. */
  readonly invoker: (mocked?: MockedExecution) => TaskInvoker;
  /** Told of each execution that begins, or begins again; what it returns is told its events. */
  readonly observe: ExecutionObserver;
  /** Makes the seed of each execution. */
  readonly nextSeed: () => number;
  /** Keeps the machines, after a change. */
  readonly saveMachines: () => void;
  /** Keeps the activities, after a change. */
  readonly saveActivities: () => void;
}

/** An execution with a test case of the mock configuration. */
export interface MockedExecution {
  readonly machineName: string;
  readonly testCase: string;
  readonly definition: StateMachine;
  /** Counts how often each mocked state was asked. */
  readonly invocations: Invocations;
}

/** The connection to a caller in another program: makes a signal that is aborted when nobody waits at its other end any more. */
export type Connection = () => AbortSignal;

/** One operation of the API: from a checked request to the members of its answer. */
export type Operation<Name extends OperationName> = (
  service: Service,
  request: RequestOf<Name>,
  connection: Connection | undefined,
) => object | Promise<object>;

/** Seconds since 1970, the form of the API's dates. */
export function seconds(ms: number): number {
  return ms / 1000;
}

/** The error of an operation that is not for machines of this type. */
export function typeNotSupported(): AwsError {
  return new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
}
