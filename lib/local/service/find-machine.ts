import type { Service } from './service.ts';
import { invalidArn, parseStateMachineArn } from './resource-arn.ts';
import type { Machine, Revision } from './state-machines.ts';
import { AwsError } from '../base/api/aws-error.ts';

/** A machine as a version or an alias shows it, or as it is now. */
export interface QualifiedMachine {
  readonly machine: Machine;
  readonly revision: Revision;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly testCase?: string;
}

/** The machine of an ARN that carries no qualifier. */
export function findMachine({ machines }: Service, arn: string): Machine {
  const { machineArn, qualifier } = parseStateMachineArn(arn);
  const machine = machines.get(machineArn);
  if (machine === undefined || qualifier !== undefined) throw noStateMachine(arn);
  return machine;
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

/** The number of the version that an ARN names. */
export function versionNumber(arn: string): number {
  const { qualifier } = parseStateMachineArn(arn);
  if (qualifier === undefined || !/^[1-9]\d*$/.test(qualifier)) throw invalidArn(`Not a state machine version: ${arn}`);
  return Number(qualifier);
}
export function noStateMachine(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}
