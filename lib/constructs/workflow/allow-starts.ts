import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import { executionsArn, machineArn } from './task-permissions.ts';

/** By this rule Step Functions learns that an execution has ended for which another one waits; it makes the rule itself. */
const RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';

/**
 * Lets a state machine run parts of a task: start executions of exactly these machines, follow, stop and redrive them. AWS: "IAM policies
 * for nested workflows", Run a Job.
 *
 * @param machines Their names.
 */
export function allowStarts(machine: sfn.StateMachine, machines: readonly string[]): void {
  const executions = machines.map((each) => executionsArn(machine, each));
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['states:StartExecution'],
      resources: machines.map((each) => machineArn(machine, each)),
    }),
  );
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      resources: executions,
    }),
  );
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [
        Stack.of(machine).formatArn({
          service: 'events',
          resource: 'rule',
          resourceName: RULE,
          arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        }),
      ],
    }),
  );
  for (const each of executions)
    acknowledgeWildcard(machine, each, 'Every task has executions of its own for its parts.');
}
