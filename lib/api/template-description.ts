import type { DeployedTemplate } from '../client/aws/state-machines.ts';
import type { IdentityStrategy } from '../client/requests/task-id.ts';
import type { JsonObject } from '../json.ts';
import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import type { TaskTemplate } from '../template/task-template.ts';

/** What the API knows of a template. Plain JSON, made where the template is compiled and read where the API runs. */
export interface TemplateDescription extends TemplateIdentity {
  /** What the template is for, for people. */
  readonly description: string | null;
  /** The JSON Schema of a task's context. */
  readonly input_schema: JsonObject | null;
  /** When two requests are the same task. */
  readonly identity_strategy: IdentityStrategy;
  /** The template's steps. */
  readonly steps: readonly StepDescription[];
}

/** A step in a {@link TemplateDescription}, with the fields of Tasker's `GET /v1/templates/{ns}/{name}/{version}`. */
export interface StepDescription {
  /** The step's name. */
  readonly name: string;
  /** What the step does, for people. */
  readonly description: string | null;
  /** The steps that must complete before this one starts. */
  readonly dependencies: readonly string[];
  /** Whether a failure is retried at all. */
  readonly default_retryable: boolean;
  /** Attempts in all, the first included. */
  readonly default_max_attempts: number;
  /** The JSON Schema of the step's result. */
  readonly result_schema: JsonObject | null;
}

/** A template that tasks can be made of. */
export type ServedTemplate = TemplateDescription & DeployedTemplate;

/** Describes a template for the API. */
export function describeTemplate(template: TaskTemplate): TemplateDescription {
  return {
    namespace: template.namespace.value,
    name: template.name.value,
    version: template.version.value,
    description: template.description ?? null,
    input_schema: template.inputSchema?.value ?? null,
    identity_strategy: template.identityStrategy ?? 'strict',
    steps: template.steps.map((step) => ({
      name: step.name.value,
      description: step.description ?? null,
      dependencies: step.dependencies.map((dependency) => dependency.value),
      default_retryable: step.retry.retryable,
      default_max_attempts: step.retry.maxAttempts,
      result_schema: step.resultSchema?.value ?? null,
    })),
  };
}
