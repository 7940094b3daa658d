import type { StepView, TaskerClient } from '../client/index.ts';
import type { Picture } from '../viz/picture-parts.ts';

/** Where the console reads runs and templates: a `TaskerClient`, or files. */
export type RunSource = Pick<
  TaskerClient,
  'viewTasks' | 'viewTask' | 'readExecution' | 'listTemplates' | 'definitionOf'
>;

/** What the console lets its readers do: a `TaskerClient` does it. */
export type RunActions = Pick<
  TaskerClient,
  'createTask' | 'cancelTask' | 'redriveTask' | 'repairTask' | 'resultSchemaOf' | 'requestRulesOf'
>;

/** A template, as an address names it. */
export interface TemplateKey {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
}

/** Draws a template with the waits of its plan, or a run of it; undefined of a template that is not at hand. */
export type DrawTemplate = (template: TemplateKey, steps?: readonly StepView[]) => Picture | undefined;
