import { compileTemplate, planText, type CompiledWorkflow } from '../compile.ts';
import { hasErrors, type Outcome } from '../diagnostics/outcome.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { readTemplate } from './files.ts';
import type { CliIo } from './io.ts';
import { printDiagnostics } from './print-diagnostics.ts';

export interface CompileFileOptions {
  readonly environment?: string | undefined;
  readonly durations?: ReadonlyMap<string, number> | undefined;
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
  { environment, durations }: CompileFileOptions,
  io: CliIo,
): Promise<Outcome<CompiledWorkflow>> {
  const source = await readTemplate(path, io);
  if (source.value === undefined) return { diagnostics: source.diagnostics };
  const compiled = compileTemplate(source.value.text, {
    file: path,
    ...(environment !== undefined && { environment }),
    ...(durations !== undefined && { durations }),
  });
  return hasErrors(compiled.diagnostics) ? { diagnostics: compiled.diagnostics } : compiled;
}

/** Plans a template file, and prints its diagnostics. Unlike {@link compileFile} it asks no more than a plan needs. */
export async function planFile(path: string, io: CliIo): Promise<WorkflowPlan | undefined> {
  const source = await readTemplate(path, io);
  const planned = source.value === undefined ? undefined : planText(source.value.text, { file: path });
  printDiagnostics(planned?.diagnostics ?? source.diagnostics, io);
  return planned?.value;
}
