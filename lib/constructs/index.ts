export type { StepFunctionProps } from './step-function-props.ts';
export { TaskerApi } from './tasker-api.ts';
export type { JwtIssuer, TaskerApiProps } from './tasker-api-props.ts';
export { TaskerWorkflow } from './tasker-workflow.ts';
export type { TaskerWorkflowProps } from './tasker-workflow-props.ts';
export { TemplateError } from './template-error.ts';
export { addTemplateStacks, type TemplateStacksOptions } from './template-stacks.ts';
