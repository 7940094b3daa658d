import type { CompiledWorkflow } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { hasErrors, type Outcome } from '../../diagnostics/outcome.ts';
import { findDuplicates } from '../../template/find-duplicates.ts';
import { compileQuietly, type CompileFileOptions } from '../compile-file.ts';
import { findTemplates } from '../files.ts';
import type { CliIo } from '../io.ts';

/** Compiles all templates that files and folders stand for; there is a value only when nothing is wrong with any. */
export async function findWorkflows(
  paths: readonly string[],
  options: CompileFileOptions,
  io: CliIo,
): Promise<Outcome<readonly CompiledWorkflow[]>> {
  const diagnostics: Diagnostic[] = [];
  const files = new Set<string>();
  for (const path of paths) {
    const found = await findTemplates(path, io);
    diagnostics.push(...found.diagnostics);
    found.value?.forEach((file) => files.add(file));
  }
  const workflows: CompiledWorkflow[] = [];
  for (const file of files) {
    const compiled = await compileQuietly(file, { sync: options.sync }, io);
    diagnostics.push(...compiled.diagnostics);
    if (compiled.value !== undefined) workflows.push(compiled.value);
  }
  diagnostics.push(...findDuplicates(workflows.map(({ template }) => template)));
  return hasErrors(diagnostics) ? { diagnostics } : { value: workflows, diagnostics };
}
