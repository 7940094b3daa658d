import type { CompiledWorkflow } from '../compile.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { compileFile, planFile } from '../project/index.ts';
import type { CompileFlags } from './compile-flags.ts';
import { refuseDefinition } from './definition/holds-definition.ts';
import type { CliIo } from './io.ts';
import { isRefused } from './is-refused.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { projectOptions } from './project-options.ts';

/** Compiles the template that a command names, and prints its diagnostics. With `strict`, none is left to live with. */
export function compileOne(
  path: string,
  { strict, ...flags }: CompileFlags & { readonly strict?: boolean },
  io: CliIo,
): CompiledWorkflow | undefined {
  refuseDefinition(path, io);
  const { value, diagnostics } = compileFile(path, projectOptions(flags, io));
  printDiagnostics(diagnostics, io);
  return isRefused(diagnostics, strict) ? undefined : value;
}

/** Plans the template that a command names, and prints its diagnostics. */
export function planOne(path: string, flags: CompileFlags, io: CliIo): WorkflowPlan | undefined {
  refuseDefinition(path, io);
  const { value, diagnostics } = planFile(path, projectOptions(flags, io));
  printDiagnostics(diagnostics, io);
  return value;
}
