import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { childMachinePattern, machineNamePatterns, PREFIXED_NAMES } from '../../contract/state-machine-name.ts';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';

/**
 * The ARN of a state machine in the stack of a construct. Templates alone tell their machines' names, so nothing needs to
 * be passed from stack to stack.
 */
export function machineArn(scope: IConstruct, machine: string): string {
  return statesArn(scope, 'stateMachine', machine);
}

/** The ARN of all executions of a state machine. */
export function executionsArn(scope: IConstruct, machine: string): string {
  return statesArn(scope, 'execution', `${machine}:*`);
}

/** The ARNs of all child executions of a state machine's distributed Maps. */
export function childExecutionsArn(scope: IConstruct, machine: string): string {
  return statesArn(scope, 'execution', `${machine}/*:*`);
}

/** The ARN of all runs of a state machine's distributed Maps. */
export function mapRunsArn(scope: IConstruct, machine: string): string {
  return statesArn(scope, 'mapRun', `${machine}/*:*`);
}

const READ_MACHINE = ['states:DescribeStateMachine', 'states:ListExecutions', 'states:ListTagsForResource'];

const READ_OR_STOP = [
  'states:DescribeExecution',
  'states:DescribeStateMachineForExecution',
  'states:GetExecutionHistory',
  'states:StopExecution',
];

/**
 * What it takes to create, read, list and cancel the tasks of some state machines, as `TaskerClient` does.
 *
 * @param mayBeSplit Whether parts of the tasks may run on machines of their own.
 */
export function taskStatements(
  scope: IConstruct,
  machines: readonly string[],
  { mayBeSplit }: { readonly mayBeSplit: boolean },
): readonly iam.PolicyStatement[] {
  const parts = mayBeSplit ? machines.map(childMachinePattern) : [];
  return [
    new iam.PolicyStatement({
      actions: [...READ_MACHINE, 'states:StartExecution'],
      resources: machines.map((machine) => machineArn(scope, machine)),
    }),
    new iam.PolicyStatement({
      actions: READ_OR_STOP,
      resources: machines.map((machine) => executionsArn(scope, machine)),
    }),
    childrenReading(scope, [...machines, ...parts]),
    ...(mayBeSplit ? partsReading(scope, parts) : []),
  ];
}

/** What it takes to read what the parts of tasks are and do, without those that run workers of batches. */
function partsReading(scope: IConstruct, machines: readonly string[]): readonly iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['states:DescribeStateMachine'],
      resources: machines.map((machine) => machineArn(scope, machine)),
    }),
    new iam.PolicyStatement({
      actions: ['states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'],
      resources: machines.map((machine) => executionsArn(scope, machine)),
    }),
  ];
}

/** What it takes to read what the workers of large batches do. */
function childrenReading(scope: IConstruct, machines: readonly string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['states:GetExecutionHistory', 'states:ListExecutions'],
    resources: machines.flatMap((machine) => [childExecutionsArn(scope, machine), mapRunsArn(scope, machine)]),
  });
}

/**
 * What it takes to create the tasks of some state machines, and to find, read and cancel those of all of an environment: what
 * was started by an earlier version, or by a template that is gone, still runs. An environment without a prefix gets nothing
 * of those with one.
 */
export function environmentStatements(
  scope: IConstruct,
  machines: readonly string[],
  prefix: string | undefined,
): readonly iam.PolicyStatement[] {
  const patterns = machineNamePatterns(prefix);
  return [
    new iam.PolicyStatement({
      actions: ['states:StartExecution'],
      resources: machines.map((machine) => machineArn(scope, machine)),
    }),
    new iam.PolicyStatement({ actions: ['states:ListStateMachines'], resources: ['*'] }),
    new iam.PolicyStatement({ actions: READ_MACHINE, resources: patterns.map((each) => machineArn(scope, each)) }),
    new iam.PolicyStatement({ actions: READ_OR_STOP, resources: patterns.map((each) => executionsArn(scope, each)) }),
    childrenReading(scope, patterns),
    ...(prefix === undefined ? [denyPrefixed(scope)] : []),
  ];
}

/** Tells cdk-nag why a role with {@link environmentStatements} has wildcards. */
export function acknowledgeEnvironment(role: iam.Role, prefix: string | undefined): void {
  acknowledgeWildcard(role, '*', 'To list state machines is an action that has no narrower resource.');
  for (const pattern of machineNamePatterns(prefix)) {
    const reason = 'Tasks of earlier versions, and of templates that are gone, are to be seen and cancelled.';
    acknowledgeWildcard(role, machineArn(role, pattern), reason);
    acknowledgeWildcard(role, executionsArn(role, pattern), reason);
    acknowledgeWildcard(role, childExecutionsArn(role, pattern), reason);
    acknowledgeWildcard(role, mapRunsArn(role, pattern), reason);
  }
}

function denyPrefixed(scope: IConstruct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: [...READ_MACHINE, ...READ_OR_STOP],
    resources: [machineArn, executionsArn, childExecutionsArn, mapRunsArn].map((arn) => arn(scope, PREFIXED_NAMES)),
  });
}

function statesArn(scope: IConstruct, resource: string, resourceName: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'states', resource, resourceName, arnFormat });
}
