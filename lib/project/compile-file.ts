import { compileTemplate, planText, type CompiledWorkflow, type CompileOptions } from '../compile.ts';
import { hasErrors, type Outcome } from '../diagnostics/outcome.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { readTextFile } from './read-text-file.ts';

/** How the templates of a project are compiled. */
export interface ProjectOptions extends Omit<CompileOptions, 'file'> {
  /** The folder from which relative paths start. */
  readonly from: string;
}

/** Compiles a template file; there is a value only when nothing is wrong with it. */
export function compileFile(path: string, { from, ...options }: ProjectOptions): Outcome<CompiledWorkflow> {
  const source = readTextFile(path, from);
  if (source.value === undefined) return { diagnostics: source.diagnostics };
  const compiled = compileTemplate(source.value.text, { ...options, file: path });
  return hasErrors(compiled.diagnostics) ? { diagnostics: compiled.diagnostics } : compiled;
}

/** Plans a template file. Unlike {@link compileFile} it asks no more than a plan needs. */
export function planFile(path: string, { from, ...options }: ProjectOptions): Outcome<WorkflowPlan> {
  const source = readTextFile(path, from);
  if (source.value === undefined) return { diagnostics: source.diagnostics };
  return planText(source.value.text, { ...options, file: path });
}
