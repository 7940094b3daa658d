export { compileTemplate, type CompiledWorkflow, type CompileOptions, type WorkflowFunction } from './compile.ts';
export { bindFunctions } from './asl/bind-functions.ts';
export type { StateMachine } from './states-language/types.ts';
export type { Diagnostic, Severity } from './diagnostics/diagnostic.ts';
export { hasErrors, type Outcome } from './diagnostics/outcome.ts';
export type { SourceFile, Span } from './diagnostics/source.ts';
export type { Region } from './plan/region.ts';
export type { WorkflowPlan } from './plan/workflow-plan.ts';
export type { TaskTemplate } from './template/task-template.ts';
