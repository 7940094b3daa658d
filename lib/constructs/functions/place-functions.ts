import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { shortHash } from '../../contract/short-hash.ts';

/** CloudFormation allows 500 resources in a stack; a function takes up to six, what surrounds them about forty. */
const MOST_IN_ONE_STACK = 75;

/**
 * A role may have ten managed policies of 6,144 characters each: so many ARNs of functions do they hold, one policy for each nested stack,
 * however unevenly the functions are spread over eight.
 */
const MOST_BY_ARN = 250;

/** The nested stacks: of functions that the state machine may call by their ARNs, and of more. */
const FEW_STACKS = 8;
const MANY_STACKS = 64;

/**
 * Says in which construct to make each function: in the workflow's own stack while they fit, else spread over nested
 * stacks. The function's key alone picks the nested stack, so adding a step moves no other function.
 */
export function placeFunctions(scope: Construct, count: number): (key: string) => Construct {
  if (count <= MOST_IN_ONE_STACK) return () => scope;
  const stacks = new Map<string, NestedStack>();
  return (key) => {
    const id = `Functions${Number.parseInt(shortHash(key), 16) % (areMany(count) ? MANY_STACKS : FEW_STACKS)}`;
    const stack = stacks.get(id) ?? new NestedStack(scope, id);
    stacks.set(id, stack);
    return stack;
  };
}

/**
 * Names the functions of a workflow, where they are so many that the state machine can be allowed to call them by the beginning of their
 * names alone. Undefined where they are not: CloudFormation names them then.
 */
export function nameFunctions(machineName: string, count: number): FunctionNames | undefined {
  if (!areMany(count)) return undefined;
  // Lambda takes 64 characters.
  const beginning = `${machineName.slice(0, 25)}-${shortHash(machineName)}-`;
  return { beginning, nameOf: (key) => `${beginning}${key.slice(0, 20)}-${shortHash(key)}` };
}

/** How functions are named that have a common beginning, which no other function of the account has. */
export interface FunctionNames {
  readonly beginning: string;
  readonly nameOf: (key: string) => string;
}

function areMany(count: number): boolean {
  return count > MOST_BY_ARN;
}
