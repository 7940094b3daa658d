import type { CompiledWorkflow } from '../compile.ts';
import type { Outcome } from '../diagnostics/outcome.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { compileFile, planFile } from '../project/index.ts';
import type { CompileFlags } from './compile-flags.ts';
import type { CliIo } from './io.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { projectOptions } from './project-options.ts';

/** Compiles the template that a command names, and prints its diagnostics. */
export function compileOne(path: string, flags: CompileFlags, io: CliIo): CompiledWorkflow | undefined {
  return printed(compileFile(path, projectOptions(flags, io)), io);
}

/** Plans the template that a command names, and prints its diagnostics. */
export function planOne(path: string, flags: CompileFlags, io: CliIo): WorkflowPlan | undefined {
  return printed(planFile(path, projectOptions(flags, io)), io);
}

function printed<T>({ value, diagnostics }: Outcome<T>, io: CliIo): T | undefined {
  printDiagnostics(diagnostics, io);
  return value;
}
