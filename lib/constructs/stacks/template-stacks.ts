import { type App, type Environment, Stack, type Stage } from 'aws-cdk-lib';
import type { CompiledWorkflow } from '../../compile.ts';
import { withPrefix } from '../../contract/state-machine-name.ts';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { identityOf } from '../../project/index.ts';
import { unknownEnvironment } from '../../template/resolve-environment.ts';
import { TaskerApi } from '../api/tasker-api.ts';
import type { TaskerApiProps } from '../api/tasker-api-props.ts';
import { publishesDurably, sharedEventBus } from '../operations/event-bus.ts';
import { unknownStep } from '../functions/unknown-step.ts';
import { checkPrefix } from '../workflow/check-prefix.ts';
import { loadAllWorkflows } from '../workflow/load-workflow.ts';
import { TaskerWorkflow } from '../workflow/tasker-workflow.ts';
import type { TaskerWorkflowProps } from '../workflow/tasker-workflow-props.ts';
import { TemplateError } from '../workflow/template-error.ts';
import { nameStacks } from './name-stacks.ts';

/**
 * What {@link addTemplateStacks} makes stacks from. The props of `TaskerWorkflow` apply to every template; `environment` and
 * `steps` to those that have such an entry or step.
 */
export interface TemplateStacksOptions extends Omit<TaskerWorkflowProps, 'template'> {
  /** The folder with the templates. */
  readonly templates: string;

  /**
   * How the REST API is set up; false for no API.
   *
   * @default an API that IAM guards
   */
  readonly api?: Omit<TaskerApiProps, 'templates' | 'prefix' | 'sync' | 'environment' | 'durations'> | false;

  /**
   * The account and the region of the stacks.
   *
   * @default those of the stage, or else those of the AWS profile that deploys
   */
  readonly env?: Environment;
}

/** What {@link addTemplateStacks} has made, each in a stack of its own. */
export interface TemplateStacks {
  /** The workflow of each template, in the order of the files. */
  readonly workflows: readonly TaskerWorkflow[];
  /** The REST API; undefined with `api: false`. */
  readonly api?: TaskerApi;
}

/** The id of the stack with the REST API. */
const API_STACK = 'TaskerApi';

/** Two APIs would each start the tasks of some templates alone. */
const SECOND_API =
  `There is a stack "${API_STACK}" already. Give each call of addTemplateStacks "api: false", and make one API of all templates: ` +
  `new TaskerApi(new Stack(app, '${API_STACK}'), 'Api', { templates }).`;

/** The id of the stack with the bus for domain events, where a template publishes some. */
const EVENTS_STACK = 'TaskerEvents';

/**
 * Adds a stack for each template in a folder, and one with a REST API for all of them. Each can be deployed alone: they
 * know each other by name only. Where steps publish domain events there is one more, with the bus for them, which `cdk deploy`
 * deploys before the stacks that use it. Several calls in one app share that bus; give all of them but one `api: false`.
 *
 * @param scope Where the stacks go: the app, or a stage of it.
 * @param options Which templates and handlers, and how they are deployed.
 * @throws TemplateError with the mistakes of all templates, one of which is that none has the environment
 * @throws Error if `steps` names a step that no template has, or an earlier call in this scope has made the API, or the bus with another
 *   key
 *
 * @example
 * ```ts
 * import { App, Stage } from 'aws-cdk-lib';
 * import { addTemplateStacks } from 'tasker-sfn/constructs';
 *
 * const app = new App();
 * for (const prefix of ['dev', 'prod']) {
 *   addTemplateStacks(new Stage(app, prefix), { templates: 'templates', handlers: 'lambdas', prefix });
 * }
 * ```
 */
export function addTemplateStacks(scope: App | Stage, options: TemplateStacksOptions): TemplateStacks {
  const { templates, api = {}, env, environment, steps, ...shared } = options;
  const { prefix } = shared;
  checkPrefix(prefix);
  const compiled = loadAllWorkflows(templates);
  if (environment !== undefined) checkEnvironment(environment, compiled);
  checkSteps(Object.keys(steps ?? {}), compiled);

  const identities = compiled.map(({ template }) => identityOf(template));
  const ours = [API_STACK, EVENTS_STACK].map((id) => withPrefix(prefix, id));
  const names = nameStacks(identities, { taken: [...ours, ...scope.node.children.map(({ node }) => node.id)], prefix });
  const stackOf = (id: string, description: string) => {
    const stackName = prefix === undefined ? undefined : withPrefix(prefix, id);
    return new Stack(scope, withPrefix(prefix, id), { stackName, description, env });
  };
  const foundStack = (id: string) => scope.node.tryFindChild(withPrefix(prefix, id)) as Stack | undefined;
  if (api !== false && foundStack(API_STACK) !== undefined) throw new Error(SECOND_API);
  const publishes = compiled.some(({ template }) => template.steps.some(publishesDurably));
  const { encryptionKey } = shared;
  const busFor =
    publishes && shared.eventBus === undefined
      ? sharedEventBus(foundStack(EVENTS_STACK) ?? stackOf(EVENTS_STACK, 'Domain events of tasks'), {
          prefix,
          encryptionKey,
        })
      : undefined;
  const workflows = compiled.map(({ template }, index) => {
    const { id, stackName } = names[index]!;
    const stack = new Stack(scope, id, { stackName, description: template.description, env });
    return new TaskerWorkflow(stack, 'Workflow', {
      ...shared,
      ...(busFor !== undefined && template.steps.some(publishesDurably) && { eventBus: busFor(stack) }),
      template: template.source.path,
      environment: template.environments.has(environment ?? '') ? environment : undefined,
      steps: ofTemplate(steps, template),
    });
  });
  if (api === false) return { workflows };

  const { logRetention, removalPolicy, alarmActions, resultsBucket, sync, durations } = shared;
  const ofApi = { logRetention, removalPolicy, encryptionKey, alarmActions, sync, environment, durations };
  // Each workflow's own bucket is in the workflow's own stack, which the API's knows nothing of.
  const resultsBuckets = resultsBucket === undefined ? undefined : [resultsBucket];
  const stack = stackOf(API_STACK, 'REST API of task templates');
  return { workflows, api: new TaskerApi(stack, 'Api', { templates, prefix, ...ofApi, resultsBuckets, ...api }) };
}

/** The settings of steps that the template has. */
function ofTemplate(
  steps: TaskerWorkflowProps['steps'],
  template: CompiledWorkflow['template'],
): TaskerWorkflowProps['steps'] {
  const names = new Set(template.steps.map(({ name }) => name.value));
  return Object.fromEntries(Object.entries(steps ?? {}).filter(([name]) => names.has(name)));
}

/** Which steps a template has is its own affair, but one that none of them has is a slip. */
function checkSteps(names: readonly string[], compiled: readonly CompiledWorkflow[]): void {
  const known = new Set(compiled.flatMap(({ template }) => template.steps.map(({ name }) => name.value)));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`"steps" names ${unknownStep(unknown, [...known], 'no template')}`);
}

/** Which environments a template has is its own affair, but one that none of them has is a slip. */
function checkEnvironment(name: string, workflows: readonly CompiledWorkflow[]): void {
  const allowed = [...new Set(workflows.flatMap(({ template }) => [...template.environments.keys()]))];
  if (allowed.includes(name)) return;
  const params = { name, allowed, suggest: suggest(name, allowed) };
  throw new TemplateError(
    workflows.map(({ template }) => makeDiagnostic(unknownEnvironment, template.name.span, params)),
  );
}
