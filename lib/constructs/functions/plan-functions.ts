import { ownMember } from '../../lookup.ts';
import { Duration } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { CompiledWorkflow, WorkflowFunction } from '../../compile.ts';
import { canonicalCallable } from '../../contract/callable.ts';
import { readTemplateNames, startedBy, TEMPLATE_NAME_RULE } from '../../contract/started-templates.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import { timeoutSecondsOf } from '../../flow/step-timeout.ts';
import type { Step } from '../../template/task-template.ts';
import { unknownStepOf } from './unknown-step.ts';
import type { StepLambdaProps } from './step-lambda-props.ts';

/** A function of the workflow, the steps that it runs, and how it is to be set up. */
export interface FunctionPlan extends WorkflowFunction {
  readonly steps: readonly Step[];
  readonly settings: Omit<StepLambdaProps, 'startsTasks'> & { readonly timeout: Duration };
  /** The templates of which its handler starts tasks. */
  readonly starts: readonly TemplateIdentity[];
}

/** What bundles need: see `lambdaBundle`. */
const OLDEST_NODE = 22;
/** What packages beside handlers in other languages are installed for. */
const OTHER_RUNTIMES: readonly string[] = ['python3.13', 'ruby3.4'];

/** How long single steps may take by their own settings, in seconds: their states are to agree. */
export function timeoutsOf(own: Readonly<Record<string, StepLambdaProps>> = {}): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(own).flatMap(([step, { timeout }]) => (timeout === undefined ? [] : [[step, timeout.toSeconds()]])),
  );
}

/** Steps that run functions which exist already: they publish none of the events of the template. */
export function silentSteps(own: Readonly<Record<string, StepLambdaProps>> = {}): ReadonlySet<string> {
  return new Set(Object.entries(own).flatMap(([step, settings]) => (settings.function === undefined ? [] : [step])));
}

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
    const named = steps.map((step) => step.name.value).filter((name) => ownMember(own, name) !== undefined);
    if (named.length > 1) {
      throw new Error(
        `The steps ${named.map((name) => `"${name}"`).join(' and ')} share the handler ${each.callable}, and so one ` +
          `function. Give settings to one of them only.`,
      );
    }
    const mine = named[0] === undefined ? {} : (own[named[0]] as StepLambdaProps);
    checkStep(named[0], mine);
    const environment = { ...defaults.environment, ...mine.environment };
    const { startsTasks = [], ...given } = { ...defaults, ...mine };
    const settings = { ...given, environment, timeout: timeoutOf(steps, defaults.timeout) };
    checkRuntime(settings.runtime);
    const starts = [...steps.flatMap(({ handler }) => startedBy(handler.initialization)), ...templatesOf(startsTasks)];
    return { ...each, steps, settings, starts };
  });
}

function templatesOf(startsTasks: readonly string[]): readonly TemplateIdentity[] {
  const { templates, wrong } = readTemplateNames(startsTasks);
  if (wrong.length === 0) return templates;
  throw new Error(
    `"startsTasks" has ${wrong.map((one) => JSON.stringify(one)).join(', ')}. Write ${TEMPLATE_NAME_RULE}.`,
  );
}

function stepsOf(workflow: CompiledWorkflow, { callable }: WorkflowFunction): readonly Step[] {
  return workflow.template.steps.filter((step) => canonicalCallable(step.handler.callable.value) === callable);
}

/** A function has the time of the step that needs most; a default is for steps that say nothing themselves. */
function timeoutOf(steps: readonly Step[], standard: Duration | undefined): Duration {
  const seconds = steps.map((step) =>
    step.timeoutSeconds === undefined && standard !== undefined ? standard.toSeconds() : timeoutSecondsOf(step),
  );
  return Duration.seconds(Math.max(...seconds));
}

/** An existing function is what it is. */
function checkStep(step: string | undefined, { function: existing, ...others }: StepLambdaProps): void {
  const [other] = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (existing === undefined || other === undefined || other === 'timeout') return;
  throw new Error(`"steps.${step}" gives both "function" and "${other}". Set the function up where it is made.`);
}

/** @throws Error when the bundled code cannot run on a runtime */
function checkRuntime(runtime: lambda.Runtime | undefined): void {
  if (runtime === undefined) return;
  const version = /^nodejs(\d+)\.x$/.exec(runtime.name)?.[1];
  if (version !== undefined && Number(version) >= OLDEST_NODE) return;
  if (OTHER_RUNTIMES.includes(runtime.name)) return;
  throw new Error(
    `"runtime" is "${runtime.name}", but handlers are bundled as modules for Node.js ${OLDEST_NODE} and later, and for ${OTHER_RUNTIMES.join(' and ')}. ` +
      'Choose such a runtime, as lambda.Runtime.NODEJS_22_X.',
  );
}
