import { readFileSync } from 'node:fs';
import { compileTemplate, type CompiledWorkflow } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { hasErrors, type Outcome } from '../../diagnostics/outcome.ts';
import type { Sync } from '../../plan/workflow-plan.ts';
import { findDuplicates } from '../../template/find-duplicates.ts';
import { cannotRead } from '../stacks/find-templates.ts';
import { TemplateError } from './template-error.ts';

export interface LoadOptions {
  readonly environment?: string;
  readonly sync?: Sync;
  /** Looks for what this kind of state machine cannot do. */
  readonly check?: (workflow: CompiledWorkflow) => readonly Diagnostic[];
}

/**
 * Reads and compiles a template.
 *
 * @throws TemplateError when it has mistakes
 */
export function loadWorkflow(
  file: string,
  options: LoadOptions,
): { readonly workflow: CompiledWorkflow; readonly warnings: readonly Diagnostic[] } {
  const { value, diagnostics } = compileFile(file, options);
  if (value === undefined) throw new TemplateError(diagnostics);
  return { workflow: value, warnings: diagnostics };
}

/**
 * Reads and compiles templates that are deployed side by side.
 *
 * @throws TemplateError with the mistakes of all of them, and when two are the same task
 */
export function loadAllWorkflows(files: readonly string[]): readonly CompiledWorkflow[] {
  const outcomes = files.map((file) => compileFile(file, {}));
  const workflows = outcomes.flatMap(({ value }) => value ?? []);
  const diagnostics = [
    ...outcomes.flatMap((outcome) => outcome.diagnostics),
    ...findDuplicates(workflows.map(({ template }) => template)),
  ];
  if (hasErrors(diagnostics)) throw new TemplateError(diagnostics);
  return workflows;
}

function compileFile(file: string, { environment, sync, check }: LoadOptions): Outcome<CompiledWorkflow> {
  const { value, diagnostics } = compileTemplate(readTemplate(file), { file, environment, sync });
  const all = value === undefined || check === undefined ? diagnostics : [...diagnostics, ...check(value)];
  return value === undefined || hasErrors(all) ? { diagnostics: all } : { value, diagnostics: all };
}

function readTemplate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw cannotRead(path, error);
  }
}
