import type { CompiledWorkflow } from '../compile.ts';
import { formatNumber } from '../diagnostics/wording.ts';
import { measurePlan, type PlanMeasures } from '../plan/measure-plan.ts';
import { renderPlan } from '../plan/render-plan.ts';
import { treeOf } from '../plan/tree-of.ts';
import { compileQuietly } from './compile-file.ts';
import { readDurations } from './durations-file.ts';
import { ExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { printInvalid, printJson } from './print-json.ts';

export interface PlanFlags {
  readonly environment?: string;
  readonly durations?: string;
  readonly json?: boolean;
}

/** Prints the shape in which the steps of a template run, and what it costs. */
export async function plan(path: string, flags: PlanFlags, io: CliIo): Promise<ExitCode> {
  const durations = await readDurations(flags.durations, io);
  const { value: compiled, diagnostics } = await compileQuietly(path, { ...flags, durations }, io);
  printDiagnostics(diagnostics, io);
  if (compiled === undefined) {
    if (flags.json) printInvalid(diagnostics, io);
    return ExitCode.failed;
  }
  const measures = measurePlan(compiled.plan, durations);
  if (flags.json) printJson(planJson(compiled, measures), io);
  else io.stdout.write(planText(compiled, measures));
  return ExitCode.ok;
}

function planText(
  { plan, transitions, historyEvents, definitionBytes }: CompiledWorkflow,
  measures: PlanMeasures,
): string {
  return `${renderPlan(plan, measures)}${[
    `state transitions   ${formatNumber(transitions)} when all goes well`,
    `history events      ${formatNumber(historyEvents)} at most`,
    `definition          ${formatNumber(definitionBytes)} bytes`,
  ].join('\n')}\n`;
}

function planJson({ template, plan, ...compiled }: CompiledWorkflow, measures: PlanMeasures) {
  return {
    namespace: template.namespace.value,
    name: template.name.value,
    version: template.version.value,
    steps: measures.steps,
    regions: measures.regions,
    strategy: plan.strategy,
    tree: treeOf(plan.region),
    transitions: compiled.transitions,
    criticalPath: measures.criticalPath,
    planCriticalPath: measures.planCriticalPath,
    ratio: measures.ratio,
    expectedRatio: measures.expectedRatio,
    worstRatio: measures.worstRatio,
    barriers: measures.barriers,
    parallelStates: measures.parallelStates,
    maxDepth: measures.maxDepth,
    historyEvents: compiled.historyEvents,
    definitionBytes: compiled.definitionBytes,
  };
}
