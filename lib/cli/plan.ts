import type { CompiledWorkflow } from '../compile.ts';
import { formatNumber } from '../diagnostics/wording.ts';
import { measurePlan, type PlanMeasures } from '../plan/measure-plan.ts';
import { renderPlan } from '../plan/render-plan.ts';
import { treeOf } from '../plan/tree-of.ts';
import type { Sync } from '../plan/workflow-plan.ts';
import { compileQuietly, planQuietly, type CompileFileOptions } from './compile-file.ts';
import { readDurations } from './durations-file.ts';
import { ExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { printInvalid, printJson } from './print-json.ts';
import { renderAlternative, syncCostOf, type SyncCost } from './sync-cost.ts';

export interface PlanFlags {
  readonly environment?: string;
  readonly durations?: string;
  readonly sync?: Sync;
  readonly json?: boolean;
}

/** Prints the shape in which the steps of a template run, and what it costs. */
export async function plan(path: string, flags: PlanFlags, io: CliIo): Promise<ExitCode> {
  const durations = await readDurations(flags.durations, io);
  const options = { ...flags, durations };
  const { value: compiled, diagnostics } = await compileQuietly(path, options, io);
  printDiagnostics(diagnostics, io);
  if (compiled === undefined) {
    if (flags.json) printInvalid(diagnostics, io);
    else await showPlanAlone(path, options, io);
    return ExitCode.failed;
  }
  const measures = measurePlan(compiled.plan, durations);
  const cost = syncCostOf(compiled, measures);
  const other = await alternativeTo(compiled, path, options, io);
  if (flags.json) printJson(planJson(compiled, measures, other), io);
  else io.stdout.write(planText(compiled, measures, cost, other));
  return ExitCode.ok;
}

/** There is a plan also of a template that is too large to be emitted, and it helps to see it. */
async function showPlanAlone(path: string, options: CompileFileOptions, io: CliIo): Promise<void> {
  const { value } = await planQuietly(path, options, io);
  if (value !== undefined) io.stdout.write(renderPlan(value, measurePlan(value, options.durations)));
}

/** What it would be to wait in the other way; undefined where there is nothing to choose, or it cannot be had. */
async function alternativeTo(
  { plan: { strategy } }: CompiledWorkflow,
  path: string,
  options: CompileFileOptions,
  io: CliIo,
): Promise<SyncCost | undefined> {
  if (strategy === 'series-parallel') return undefined;
  const sync = strategy === 'barriers' ? 'exact' : 'barriers';
  const { value } = await compileQuietly(path, { ...options, sync }, io);
  return value === undefined ? undefined : syncCostOf(value, measurePlan(value.plan, options.durations));
}

function planText(
  { plan, transitions, historyEvents, definitionBytes }: CompiledWorkflow,
  measures: PlanMeasures,
  cost: SyncCost,
  other: SyncCost | undefined,
): string {
  return `${renderPlan(plan, measures)}${[
    `state transitions   ${formatNumber(transitions)} when all goes well`,
    `history events      ${formatNumber(historyEvents)} at most`,
    `definition          ${formatNumber(definitionBytes)} bytes`,
    ...(other === undefined ? [] : ['', renderAlternative(cost, other)]),
  ].join('\n')}\n`;
}

function planJson({ template, plan, ...compiled }: CompiledWorkflow, measures: PlanMeasures, other?: SyncCost) {
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
    rendezvous: [...plan.rendezvous].map(([step, waitsFor]) => ({ step, waitsFor })),
    parallelStates: measures.parallelStates,
    maxDepth: measures.maxDepth,
    historyEvents: compiled.historyEvents,
    definitionBytes: compiled.definitionBytes,
    ...(other !== undefined && { alternative: other }),
  };
}
