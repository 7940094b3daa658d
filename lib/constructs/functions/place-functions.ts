import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { shortHash } from '../../contract/short-hash.ts';

/** CloudFormation allows 500 resources in a stack; a function takes up to six, what surrounds them about forty. */
const MOST_IN_ONE_STACK = 75;

const NESTED_STACKS = 8;

/**
 * Says in which construct to make each function: in the workflow's own stack while they fit, else spread over nested
 * stacks. The function's key alone picks the nested stack, so adding a step moves no other function.
 */
export function placeFunctions(scope: Construct, count: number): (key: string) => Construct {
  if (count <= MOST_IN_ONE_STACK) return () => scope;
  const stacks = new Map<string, NestedStack>();
  return (key) => {
    const id = `Functions${Number.parseInt(shortHash(key), 16) % NESTED_STACKS}`;
    const stack = stacks.get(id) ?? new NestedStack(scope, id);
    stacks.set(id, stack);
    return stack;
  };
}
