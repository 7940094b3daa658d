import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { shortHash } from '../../contract/short-hash.ts';

/**
 * A role as the stack of a construct knows it. What CDK grants to a role lies in the role's stack; where that is another one, the two
 * would each have to know the other. So such a role is known by its name, and what it is granted lies here. Imported roles stay as they are.
 */
export function roleHere(scope: IConstruct, role: iam.IRole): iam.IRole {
  const stack = topOf(Stack.of(scope));
  if (!(role instanceof iam.Role) || topOf(Stack.of(role)) === stack) return role;
  const id = `Role${role.node.addr}`;
  // CDK's own name would be the same in each stack, and one policy would replace the other.
  const { stackName, environment } = stack;
  const defaultPolicyName = `${stackName.slice(0, 100)}-${shortHash(`${environment} ${stackName}`)}`;
  const known = stack.node.tryFindChild(id) ?? iam.Role.fromRoleName(stack, id, role.roleName, { defaultPolicyName });
  // Made of the name alone, it would lack a path.
  return Object.defineProperty(known as iam.IRole, 'roleArn', { value: role.roleArn });
}

function topOf(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : topOf(stack.nestedStackParent);
}
