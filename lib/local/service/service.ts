import type { AwsPlace } from '../../states-language/arn.ts';
import type { ActivityQueues } from '../tasks/services/activities/activity-queues.ts';
import type { Clock } from '../base/clock/clock.ts';
import type { ObjectStore } from '../engine/distributed/object-store.ts';
import type { TaskInvoker } from '../engine/task/task-invoker.ts';
import type { TaskTokens } from '../engine/task/task-tokens.ts';
import type { Activity } from './activity.ts';
import { AwsError } from '../base/api/aws-error.ts';
import type { Executions, Invocations } from './executions.ts';
import type { OperationName, RequestOf } from '../base/api/requests.ts';
import { invalidArn, parseStateMachineArn } from './resource-arn.ts';
import type { Machine, Revision } from './state-machines.ts';

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
  /**
   * Does the work of an execution's tasks; with a test case, its mocked states never call a service, and `invocations`
   * counts how often they were asked.
   */
  readonly invoker: (machineName: string, testCase: string | undefined, invocations: Invocations) => TaskInvoker;
  /** Makes the seed of each execution. */
  readonly nextSeed: () => number;
  /** Keeps the machines, after a change. */
  readonly saveMachines: () => void;
  /** Keeps the activities, after a change. */
  readonly saveActivities: () => void;
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

/** The machine of an ARN that carries no qualifier. */
export function findMachine({ machines }: Service, arn: string): Machine {
  const { machineArn, qualifier } = parseStateMachineArn(arn);
  const machine = machines.get(machineArn);
  if (machine === undefined || qualifier !== undefined) throw noStateMachine(arn);
  return machine;
}

/** A machine as a version or an alias shows it, or as it is now. */
export interface QualifiedMachine {
  readonly machine: Machine;
  readonly revision: Revision;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly testCase?: string;
}

/** The machine and the revision that an ARN names; an alias chooses one of its versions by weight. */
export function findQualified({ machines, nextSeed }: Service, arn: string): QualifiedMachine {
  const { machineArn, qualifier, testCase } = parseStateMachineArn(arn);
  const machine = machines.get(machineArn);
  if (machine === undefined) throw noStateMachine(arn);
  const chosen = testCase === undefined ? {} : { testCase };
  if (qualifier === undefined) return { machine, revision: machine.revision, ...chosen };
  const alias = machine.aliases.get(qualifier);
  const number = alias === undefined ? Number(qualifier) : chooseVersion(alias.routes, nextSeed() % 100);
  const version = machine.versions.find((each) => each.number === number);
  if (version === undefined) throw noStateMachine(arn);
  return {
    machine,
    revision: version.revision,
    versionArn: `${machineArn}:${String(version.number)}`,
    ...(alias !== undefined && { aliasArn: `${machineArn}:${alias.name}` }),
    ...chosen,
  };
}

function chooseVersion(routes: readonly { readonly version: number; readonly weight: number }[], at: number): number {
  const [first, second] = routes;
  return (at < (first?.weight ?? 0) ? first : (second ?? first))?.version ?? 0;
}

/** A machine that is being deleted takes nothing new. */
export function checkNotDeleting({ deleting, arn }: Machine): void {
  if (deleting) throw new AwsError('StateMachineDeleting', `State Machine Deleting: '${arn}'`);
}

/** Removes a machine that is being deleted once nothing of it runs any more. */
export function finishDeletion(service: Service, machine: Machine): void {
  if (!machine.deleting || service.executions.isRunning(machine.arn)) return;
  service.machines.delete(machine.arn);
  service.executions.removeOf(machine.arn);
}

/** The number of the version that an ARN names. */
export function versionNumber(arn: string): number {
  const { qualifier } = parseStateMachineArn(arn);
  if (qualifier === undefined || !/^[1-9]\d*$/.test(qualifier)) throw invalidArn(`Not a state machine version: ${arn}`);
  return Number(qualifier);
}

export function noStateMachine(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** The error of an operation that is not for machines of this type. */
export function typeNotSupported(): AwsError {
  return new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
}
