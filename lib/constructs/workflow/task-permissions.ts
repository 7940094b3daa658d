import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

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

/** What it takes to create, read, list and cancel the tasks of some state machines, as `TaskerClient` does. */
export function taskStatements(scope: IConstruct, machines: readonly string[]): readonly iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['states:DescribeStateMachine', 'states:ListExecutions', 'states:StartExecution'],
      resources: machines.map((machine) => machineArn(scope, machine)),
    }),
    new iam.PolicyStatement({
      actions: [
        'states:DescribeExecution',
        'states:DescribeStateMachineForExecution',
        'states:GetExecutionHistory',
        'states:StopExecution',
      ],
      resources: machines.map((machine) => executionsArn(scope, machine)),
    }),
  ];
}

function statesArn(scope: IConstruct, resource: string, resourceName: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'states', resource, resourceName, arnFormat });
}
