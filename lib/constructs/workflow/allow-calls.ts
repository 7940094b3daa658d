import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import type { CalledFunction } from '../functions/called-function.ts';

/**
 * Lets the state machine call exactly these functions. Those in a nested stack get a policy there: the inline policies of
 * a role may take 10,240 characters in all, which is some 75 ARNs. What several functions share is granted once.
 *
 * @param id What the policy in a nested stack is called.
 */
export function allowCalls(machine: sfn.StateMachine, functions: readonly CalledFunction[], id: string): void {
  const counts = new Map<string, number>();
  for (const { callableArn } of functions) counts.set(callableArn, (counts.get(callableArn) ?? 0) + 1);
  const isShared = ({ callableArn }: CalledFunction) => (counts.get(callableArn) ?? 0) > 1;
  allowIn(Stack.of(machine), functions.filter(isShared));
  const others = functions.filter((each) => !isShared(each));
  for (const stack of new Set(others.map((each) => Stack.of(each.scope)))) {
    allowIn(
      stack,
      others.filter((each) => Stack.of(each.scope) === stack),
    );
  }

  function allowIn(stack: Stack, group: readonly CalledFunction[]): void {
    if (group.length === 0) return;
    const statement = new iam.PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [...new Set(group.map((each) => each.callableArn))],
    });
    const isNested = stack !== Stack.of(machine);
    if (isNested) new iam.ManagedPolicy(stack, id, { roles: [machine.role], statements: [statement] });
    else machine.addToRolePolicy(statement);
    for (const { callableArn, calledArn } of group) {
      if (callableArn === calledArn) continue;
      acknowledgeWildcard(
        isNested ? stack : machine,
        callableArn,
        'All versions of the functions of this workflow: a running execution goes on with those that it started with.',
      );
    }
  }
}
