import { compileTemplate, planText, type CompiledWorkflow, type CompileOptions } from '../compile.ts';
import { hasErrors, type Outcome } from '../diagnostics/outcome.ts';
import type { Sync, WorkflowPlan } from '../plan/workflow-plan.ts';
import { readTemplate } from './files.ts';
import type { CliIo } from './io.ts';
import { printDiagnostics } from './print-diagnostics.ts';

export interface CompileFileOptions {
  readonly environment?: string | undefined;
  readonly durations?: ReadonlyMap<string, number> | undefined;
  readonly sync?: Sync | undefined;
}

/** Compiles a template file, and prints its diagnostics. */
export async function compileFile(
  path: string,
  options: CompileFileOptions,
  io: CliIo,
): Promise<CompiledWorkflow | undefined> {
  const { value, diagnostics } = await compileQuietly(path, options, io);
  printDiagnostics(diagnostics, io);
  return value;
}

/** Compiles a template file; there is a value only when nothing is wrong with it. */
export async function compileQuietly(
  path: string,
  options: CompileFileOptions,
  io: CliIo,
): Promise<Outcome<CompiledWorkflow>> {
  const source = await readTemplate(path, io);
  if (source.value === undefined) return { diagnostics: source.diagnostics };
  const compiled = compileTemplate(source.value.text, compileOptions(path, options));
  return hasErrors(compiled.diagnostics) ? { diagnostics: compiled.diagnostics } : compiled;
}

/** Plans a template file, and prints its diagnostics. Unlike {@link compileFile} it asks no more than a plan needs. */
export async function planFile(
  path: string,
  options: CompileFileOptions,
  io: CliIo,
): Promise<WorkflowPlan | undefined> {
  const { value, diagnostics } = await planQuietly(path, options, io);
  printDiagnostics(diagnostics, io);
  return value;
}

/** Plans a template file. */
export async function planQuietly(
  path: string,
  options: CompileFileOptions,
  io: CliIo,
): Promise<Outcome<WorkflowPlan>> {
  const source = await readTemplate(path, io);
  return source.value === undefined
    ? { diagnostics: source.diagnostics }
    : planText(source.value.text, compileOptions(path, options));
}

function compileOptions(file: string, { environment, durations, sync }: CompileFileOptions): CompileOptions {
  return {
    file,
    ...(environment !== undefined && { environment }),
    ...(durations !== undefined && { durations }),
    ...(sync !== undefined && { sync }),
  };
}
