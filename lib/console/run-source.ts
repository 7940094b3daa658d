import type { StepView, TaskerClient } from '../client/index.ts';
import type { TaskViews } from '../client/index.ts';
import type { Picture } from '../viz/picture-parts.ts';
import type { ShownRun } from './shown-run.ts';

/** Where the console reads runs and templates: a `TaskerClient`, or files, among which executions of any machine may be. */
export interface RunSource extends Pick<TaskerClient, 'readExecution' | 'listTemplates' | 'definitionOf'> {
  viewTasks(...args: Parameters<TaskerClient['viewTasks']>): Promise<ShownRuns>;
  viewTask(...args: Parameters<TaskerClient['viewTask']>): Promise<ShownRun>;
  /** Absent where nobody knows the logs. */
  readonly readLogs?: TaskerClient['readLogs'];
}

/** Runs of a page of a list. */
export interface ShownRuns extends TaskViews {
  readonly tasks: readonly ShownRun[];
}

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
