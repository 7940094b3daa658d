import { CfnDeletionPolicy, CfnOutput } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { MachineAlias } from './tasker-workflow-props.ts';

/**
 * Publishes the current definition as a version, and lets an alias name it. Earlier versions are kept: the alias may have to go
 * back to one, and executions run of them.
 */
export function createMachineAlias(
  scope: Construct,
  machine: sfn.StateMachine,
  { name, shift }: MachineAlias,
  alarms: readonly cloudwatch.Alarm[],
): sfn.CfnStateMachineAlias {
  const version = createMachineVersion(scope, machine);
  const alias = new sfn.CfnStateMachineAlias(scope, 'MachineAlias', {
    name,
    deploymentPreference: {
      stateMachineVersionArn: version.ref,
      type: shift?.type ?? 'ALL_AT_ONCE',
      ...(shift !== undefined && { percentage: shift.percentage, interval: shift.interval.toMinutes() }),
      ...(shift?.rollback !== false && alarms.length > 0 && { alarms: alarms.map(({ alarmName }) => alarmName) }),
    },
  });
  new CfnOutput(scope, 'StateMachineAliasArn', { value: alias.attrArn });
  return alias;
}

/** Publishes the current definition of a machine as a version, which is kept for the executions that run it. */
export function createMachineVersion(scope: Construct, machine: sfn.StateMachine): sfn.CfnStateMachineVersion {
  const version = new sfn.CfnStateMachineVersion(scope, 'MachineVersion', {
    stateMachineArn: machine.stateMachineArn,
    stateMachineRevisionId: machine.stateMachineRevisionId,
  });
  version.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  version.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  return version;
}
