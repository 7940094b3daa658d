import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import type { CalledFunction } from '../functions/called-function.ts';

/**
 * Lets the state machine call exactly these functions. Those in a nested stack get a policy there: the inline policies of
 * a role may take 10,240 characters in all, which is some 75 ARNs.
 *
 * @param id What the policy in a nested stack is called.
 */
export function allowCalls(machine: sfn.StateMachine, functions: readonly CalledFunction[], id: string): void {
  for (const stack of new Set(functions.map((each) => Stack.of(each.scope)))) {
    const group = functions.filter((each) => Stack.of(each.scope) === stack);
    const statement = new iam.PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: group.map((each) => each.callableArn),
    });
    const isNested = stack !== Stack.of(machine);
    if (isNested) new iam.ManagedPolicy(stack, id, { roles: [machine.role], statements: [statement] });
    else machine.addToRolePolicy(statement);
    for (const { callableArn, calledArn } of group) {
      if (callableArn === calledArn) continue;
      acknowledgeWildcard(
        isNested ? stack : machine,
        callableArn,
        'All versions of one function: a running execution goes on with those that it started with.',
      );
    }
  }
}
