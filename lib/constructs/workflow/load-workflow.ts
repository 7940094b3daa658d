import type { CompiledWorkflow } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { hasErrors, type Outcome } from '../../diagnostics/outcome.ts';
import { compileFile, compileFiles, type Durations, readDurations, withoutOthersSteps } from '../../project/index.ts';
import type { Sync } from '../../plan/workflow-plan.ts';
import { resolveFromApp } from './resolve-from-app.ts';
import { TemplateError } from './template-error.ts';

export interface LoadOptions {
  readonly environment?: string;
  readonly sync?: Sync;
  /** The path of a file with the usual duration of steps. */
  readonly durations?: string;
  /** How long one run of a step may take, in seconds. */
  readonly timeouts?: ReadonlyMap<string, number>;
  /** Steps that run functions which publish no events. */
  readonly silent?: ReadonlySet<string>;
  /** Whether it is to be an Express state machine. */
  readonly isExpress?: boolean;
  /** Looks for what this kind of state machine cannot do. */
  readonly check?: (workflow: CompiledWorkflow) => readonly Diagnostic[];
}

/**
 * Reads and compiles a template.
 *
 * @throws TemplateError when it, or the file of durations, has mistakes
 */
export function loadWorkflow(
  file: string,
  { environment, sync, durations, timeouts, silent, isExpress, check = () => [] }: LoadOptions,
): { readonly workflow: CompiledWorkflow; readonly warnings: readonly Diagnostic[] } {
  const from = process.cwd();
  const options = { from, environment, sync, timeouts, silent, isExpress, durations: loadDurations(durations) };
  const { value, diagnostics } = compileFile(resolveFromApp(file), options);
  const all = [...withoutOthersSteps(diagnostics), ...(value === undefined ? [] : check(value))];
  return { workflow: valueOf({ value, diagnostics: all }), warnings: all };
}

/**
 * Reads and compiles the templates of a folder, which are deployed side by side.
 *
 * @throws TemplateError with the mistakes of all of them, and when two are the same task
 */
export function loadAllWorkflows(folder: string): readonly CompiledWorkflow[] {
  const { workflows, diagnostics } = compileFiles([resolveFromApp(folder)], { from: process.cwd() });
  return valueOf({ value: workflows, diagnostics });
}

/** The value of an outcome. @throws TemplateError when there is an error */
export function valueOf<T>({ value, diagnostics }: Outcome<T>): T {
  if (value === undefined || hasErrors(diagnostics)) throw new TemplateError(diagnostics);
  return value;
}

function loadDurations(path: string | undefined): Durations | undefined {
  return path === undefined ? undefined : valueOf(readDurations(resolveFromApp(path), process.cwd()));
}
