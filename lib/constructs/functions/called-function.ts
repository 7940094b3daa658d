import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionPlan } from './plan-functions.ts';

/** A function that the state machine calls: one of the workflow's own, or one that exists already. */
export interface CalledFunction {
  readonly plan: FunctionPlan;
  readonly function: lambda.IFunction;
  /** Whether its handler yields at checkpoints, which Lambda counts as errors. */
  readonly mayYield: boolean;
  /** Where what belongs to the function goes, such as its alarm. */
  readonly scope: Construct;
  /** What the state machine calls: a version, an alias, or the function itself. */
  readonly calledArn: string;
  /**
   * What the state machine must be allowed to call: with versions, also those that running executions still use. The same for all functions
   * of a workflow where they are so many that they are known by their names.
   */
  readonly callableArn: string;
}

/** The names of the steps whose functions have handlers that may yield. */
export function stepsThatMayYield(functions: readonly CalledFunction[]): readonly string[] {
  return functions.filter(({ mayYield }) => mayYield).flatMap(({ plan }) => plan.steps.map(({ name }) => name.value));
}
