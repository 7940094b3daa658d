import { Duration } from 'aws-cdk-lib';
import type { CompiledWorkflow, WorkflowFunction } from '../../compile.ts';
import { canonicalCallable } from '../../contract/callable.ts';
import { Limit } from '../../states-language/limits.ts';
import type { Step } from '../../template/task-template.ts';
import { unknownStepOf } from './unknown-step.ts';
import type { StepLambdaProps } from './step-lambda-props.ts';

/** A function of the workflow, the steps that it runs, and how it is to be set up. */
export interface FunctionPlan extends WorkflowFunction {
  readonly steps: readonly Step[];
  readonly settings: StepLambdaProps & { readonly timeout: Duration };
}

/** Seconds for a handler whose step names no `timeout_seconds`. */
const DEFAULT_SECONDS = 60;

/**
 * Lays the settings for all steps and for single ones over each other.
 *
 * @throws Error when `steps` names a step that does not exist, or two steps that share a function
 */
export function planFunctions(
  workflow: CompiledWorkflow,
  defaults: StepLambdaProps = {},
  own: Readonly<Record<string, StepLambdaProps>> = {},
): readonly FunctionPlan[] {
  const names = workflow.template.steps.map((step) => step.name.value);
  for (const name of Object.keys(own)) {
    if (!names.includes(name)) throw new Error(`"steps" names ${unknownStepOf(workflow, name)}`);
  }
  return workflow.functions.map((each) => {
    const steps = stepsOf(workflow, each);
    const named = steps.map((step) => step.name.value).filter((name) => own[name] !== undefined);
    if (named.length > 1) {
      throw new Error(
        `The steps ${named.map((name) => `"${name}"`).join(' and ')} share the handler ${each.callable}, and so one ` +
          `function. Give settings to one of them only.`,
      );
    }
    const mine = named[0] === undefined ? {} : (own[named[0]] as StepLambdaProps);
    const environment = { ...defaults.environment, ...mine.environment };
    return { ...each, steps, settings: { timeout: timeoutOf(steps), ...defaults, ...mine, environment } };
  });
}

/** How long one run of a step may take. */
export function timeoutSecondsOf(step: Step): number {
  return Math.min(step.timeoutSeconds?.value ?? DEFAULT_SECONDS, Limit.lambdaSeconds);
}

function stepsOf(workflow: CompiledWorkflow, { callable }: WorkflowFunction): readonly Step[] {
  return workflow.template.steps.filter((step) => canonicalCallable(step.handler.callable.value) === callable);
}

function timeoutOf(steps: readonly Step[]): Duration {
  return Duration.seconds(Math.max(...steps.map(timeoutSecondsOf)));
}
