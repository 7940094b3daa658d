export type { Sync } from '../plan/workflow-plan.ts';
export type { StepLambdaProps } from './functions/step-lambda-props.ts';
export { TaskerApi } from './api/tasker-api.ts';
export type {
  ApiAuthorizer,
  ApiDomain,
  ApiScopes,
  CorsProps,
  JwtIssuer,
  TaskerApiProps,
} from './api/tasker-api-props.ts';
export { TaskerWorkflow } from './workflow/tasker-workflow.ts';
export type { MachineAlias, TaskerWorkflowProps } from './workflow/tasker-workflow-props.ts';
export { TemplateError } from './workflow/template-error.ts';
export { contextOptions, type ContextOptions } from './stacks/context-options.ts';
export { addTemplateStacks, type TemplateStacks, type TemplateStacksOptions } from './stacks/template-stacks.ts';
export type { Bundling } from '../languages/index.ts';
export type { ApiRoute } from '../api/index.ts';
