import type { CompiledWorkflow } from '../compile.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { compileFile, planFile } from '../project/index.ts';
import type { CompileFlags } from './compile-flags.ts';
import { refuseDefinition } from './definition/holds-definition.ts';
import type { CliIo } from './io.ts';
import { isRefused } from './is-refused.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { printInvalid } from './print-json.ts';
import { projectOptions } from './project-options.ts';
import { refuseOtherSteps, type YieldsFlag } from './yields-flag.ts';

/** Flags of `compileOne` and of `planOne`. */
interface CompileOneFlags extends CompileFlags, YieldsFlag {
  /** Warnings are refused, too. */
  readonly strict?: boolean;
  /** What the command prints is a JSON document, also where the template does not compile. */
  readonly json?: boolean;
}

/** Compiles the template that a command names, and prints its diagnostics. */
export function compileOne(
  path: string,
  { strict, json, ...flags }: CompileOneFlags,
  io: CliIo,
): CompiledWorkflow | undefined {
  refuseDefinition(path, io);
  const { value, diagnostics } = compileFile(path, projectOptions(flags, io));
  printDiagnostics(diagnostics, io);
  if (value !== undefined) refuseOtherSteps(value, flags);
  if (value !== undefined && !isRefused(diagnostics, strict)) return value;
  if (json) printInvalid(diagnostics, io);
  return undefined;
}

/** Plans the template that a command names, and prints its diagnostics. */
export function planOne(path: string, { json, ...flags }: CompileOneFlags, io: CliIo): WorkflowPlan | undefined {
  refuseDefinition(path, io);
  const { value, diagnostics } = planFile(path, projectOptions(flags, io));
  printDiagnostics(diagnostics, io);
  if (value === undefined && json) printInvalid(diagnostics, io);
  return value;
}
