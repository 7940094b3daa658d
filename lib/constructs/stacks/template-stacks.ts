import { type App, Stack } from 'aws-cdk-lib';
import type { CompiledWorkflow } from '../../compile.ts';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { Sync } from '../../plan/workflow-plan.ts';
import { unknownEnvironment } from '../../template/resolve-environment.ts';
import { identityOf } from '../../project/index.ts';
import { loadAllWorkflows } from '../workflow/load-workflow.ts';
import { nameStacks } from './name-stacks.ts';
import { TaskerApi } from '../api/tasker-api.ts';
import { TaskerWorkflow } from '../workflow/tasker-workflow.ts';
import { TemplateError } from '../workflow/template-error.ts';

/** What {@link addTemplateStacks} makes stacks from. */
export interface TemplateStacksOptions {
  /** The folder with the templates. */
  readonly templates: string;

  /** The folder with the handlers. */
  readonly handlers: string;

  /**
   * The entry of `environments` to apply, in the templates that have it.
   *
   * @default none: the templates as written
   */
  readonly environment?: string;

  /**
   * How steps wait for each other; see `TaskerWorkflowProps`.
   *
   * @default "barriers"
   */
  readonly sync?: Sync;

  /**
   * The path of a file with the usual duration of steps, of all templates; see `TaskerWorkflowProps`.
   *
   * @default the durations that the templates themselves give
   */
  readonly durations?: string;
}

/** The id of the stack with the REST API. */
const API_STACK = 'TaskerApi';

/**
 * Adds a stack for each template in a folder, and one with a REST API for all of them. Each can be deployed alone: they
 * know each other by name only.
 *
 * @param app Where the stacks go.
 * @param options Which templates and handlers, and how they are deployed.
 * @throws TemplateError with the mistakes of all templates, one of which is that none has the environment
 *
 * @example
 * ```ts
 * import { App } from 'aws-cdk-lib';
 * import { addTemplateStacks } from 'tasker-sfn/constructs';
 *
 * const app = new App();
 * addTemplateStacks(app, { templates: 'templates', handlers: 'lambdas' });
 * ```
 */
export function addTemplateStacks(app: App, options: TemplateStacksOptions): void {
  const { templates, handlers, environment, sync, durations } = options;
  const workflows = loadAllWorkflows(templates);
  if (environment !== undefined) checkEnvironment(environment, workflows);

  const names = nameStacks(
    workflows.map(({ template }) => identityOf(template)),
    [API_STACK],
  );
  for (const [index, { id, stackName }] of names.entries()) {
    const { description, environments, source } = (workflows[index] as CompiledWorkflow).template;
    const stack = new Stack(app, id, { stackName, description });
    new TaskerWorkflow(stack, 'Workflow', {
      template: source.path,
      handlers,
      environment: environments.has(environment ?? '') ? environment : undefined,
      sync,
      durations,
    });
  }
  new TaskerApi(new Stack(app, API_STACK, { description: 'REST API of task templates' }), 'Api', { templates });
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
