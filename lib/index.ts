export {
  compileTemplate,
  type ChildMachine,
  type CompiledWorkflow,
  type CompileOptions,
  type TaskSplit,
  type WorkflowFunction,
} from './compile.ts';
export { bindFunctions } from './asl/functions/bind-functions.ts';
export type { Manifest, ManifestStep } from './flow/manifest.ts';
export type { StateRole } from './contract/state-roles.ts';
export type { StateMachine } from './states-language/types.ts';
export type { Diagnostic, Severity } from './diagnostics/diagnostic.ts';
export { hasErrors, type Outcome } from './diagnostics/outcome.ts';
export type { SourceFile, Span } from './diagnostics/source.ts';
export type { JsonObject, JsonValue } from './json.ts';
export type { PlanTree } from './plan/plan-tree.ts';
export type { Sync, WorkflowPlan } from './plan/workflow-plan.ts';
export type { TaskTemplate } from './template/task-template.ts';
