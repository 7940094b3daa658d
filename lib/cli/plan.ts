import type { CompiledWorkflow } from '../compile.ts';
import { count, formatNumber } from '../diagnostics/wording.ts';
import type { BatchPlace, Expectation } from '../flow/expectation.ts';
import { measurePlan, type PlanMeasures } from '../plan/measure-plan.ts';
import { renderPlan } from '../plan/render-plan.ts';
import { treeOf } from '../plan/tree-of.ts';
import { compileFile, planFile, type ProjectOptions } from '../project/index.ts';
import { refuseDefinition } from './definition/holds-definition.ts';
import { expressCost, fitsExpress } from './cost/cost-of.ts';
import { PRICES } from './cost/prices.ts';
import { ExitCode } from './exit-code.ts';
import { expectationOf } from './expect-flags.ts';
import type { CliIo } from './io.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import type { PlanFlags } from './plan-flags.ts';
import { printInvalid, printJson } from './print-json.ts';
import { projectOptions } from './project-options.ts';
import { splitJson, splitText } from './split-text.ts';
import { renderAlternative, syncCostOf, type SyncCost } from './sync-cost.ts';
import { YIELDS } from '../flow/yields.ts';
import { Limit } from '../states-language/limits.ts';
import { refuseOtherSteps, yieldsIn } from './yields-flag.ts';
import { transitionsText } from './transitions-text.ts';

/** Prints the shape in which the steps of a template run, and what it costs. */
export async function plan(path: string, flags: PlanFlags, io: CliIo): Promise<ExitCode> {
  const options = projectOptions(flags, io);
  refuseDefinition(path, io);
  const { value: compiled, diagnostics } = compileFile(path, options);
  printDiagnostics(diagnostics, io);
  if (compiled === undefined) {
    if (flags.json) printInvalid(diagnostics, io);
    else showPlanAlone(path, options, io);
    return ExitCode.failed;
  }
  const measures = measurePlan(compiled.plan, options.durations);
  const cost = syncCostOf(compiled, measures);
  const other = alternativeTo(compiled, path, options);
  const expected = expectationOf(compiled, flags);
  refuseOtherSteps(compiled, flags);
  const yielding = [...yieldsIn(flags).keys()];
  if (flags.json) printJson(planJson(compiled, measures, yielding, expected, other), io);
  else io.stdout.write(planText(compiled, measures, cost, yielding, expected, other));
  return ExitCode.ok;
}

/** There is a plan also of a template that is too large to be emitted, and it helps to see it. */
function showPlanAlone(path: string, options: ProjectOptions, io: CliIo): void {
  const { value } = planFile(path, options);
  if (value !== undefined) io.stdout.write(renderPlan(value, measurePlan(value, options.durations)));
}

/** What it would be to wait in the other way; undefined where there is nothing to choose, or it cannot be had. */
function alternativeTo(
  { plan: { strategy } }: CompiledWorkflow,
  path: string,
  options: ProjectOptions,
): SyncCost | undefined {
  if (strategy === 'series-parallel') return undefined;
  const sync = strategy === 'barriers' ? 'exact' : 'barriers';
  const { value } = compileFile(path, { ...options, sync });
  return value === undefined ? undefined : syncCostOf(value, measurePlan(value.plan, options.durations));
}

function planText(
  workflow: CompiledWorkflow,
  measures: PlanMeasures,
  cost: SyncCost,
  yielding: readonly string[],
  expected: Expectation | undefined,
  other: SyncCost | undefined,
): string {
  const { plan, batches, historyEvents, definitionBytes } = workflow;
  return `${renderPlan(plan, measures)}${[
    `state transitions   ${transitionsText(workflow)}`,
    `price               $${cost.dollarsPerThousandRuns.toFixed(2)} per 1,000 tasks, without functions${expressHint(workflow)}; list price of ${PRICES.date} ("tasker-sfn cost" tells more)`,
    `history events      ${formatNumber(historyEvents)} at most`,
    `definition          ${formatNumber(definitionBytes)} bytes`,
    ...splitText(workflow),
    ...batches.map(batchText),
    ...yielding.map(yieldsText),
    ...mapRunsText(batches, yielding),
    ...(expected === undefined ? [] : expectedText(expected)),
    ...(other === undefined ? [] : ['', renderAlternative(cost, other)]),
  ].join('\n')}\n`;
}

/** Where Express fits, it is cheaper by far; what is lost with it, `cost` tells. */
function expressHint(workflow: CompiledWorkflow): string {
  const isFit = workflow.plan.rendezvous.size === 0 && fitsExpress(workflow).verdict === 'fits';
  return isFit ? `, $${expressCost(workflow, new Map()).stepFunctions.toFixed(4)} as Express` : '';
}

function batchText({ step, inline, each }: BatchPlace): string {
  const own = inline === 0 ? 'none' : formatNumber(inline);
  const more = each === undefined ? '' : `; of more, ${formatNumber(each)} at most in each child execution`;
  return `${`batch ${step}`.padEnd(19)} ${own} of its workers at most in the task's own execution${more}`;
}

function yieldsText(step: string): string {
  const { here, apart } = YIELDS;
  return `${`yields ${step}`.padEnd(19)} ${formatNumber(here)} times in the task's own execution, then ${formatNumber(apart)} in each of any number of child executions`;
}

/** What runs in child executions of a distributed Map is counted in the whole account. */
function mapRunsText(batches: readonly BatchPlace[], yielding: readonly string[]): readonly string[] {
  if (yielding.length === 0 && batches.every(({ each }) => each === undefined)) return [];
  const limit = `of ${formatNumber(Limit.openMapRuns)} that may be open at a time in an account`;
  return [`Map Runs            one for each batch, and each step, while it runs in child executions, ${limit}`];
}

function expectedText({ runs, skipped, transitions, children }: Expectation): readonly string[] {
  const invocations = [...runs.values()].reduce((sum, times) => sum + times, 0);
  const price = transitions * PRICES.transition * 1000;
  return [
    '',
    `expected            ${count(invocations, 'run')} of handlers, ${formatNumber(transitions)} state transitions, $${price.toFixed(2)} per 1,000 tasks`,
    ...(children === 0 ? [] : [`child executions    ${formatNumber(children)}`]),
    ...(skipped.length === 0 ? [] : [`skipped             ${skipped.join(', ')}`]),
  ];
}

function planJson(
  workflow: CompiledWorkflow,
  measures: PlanMeasures,
  yielding: readonly string[],
  expected?: Expectation,
  other?: SyncCost,
) {
  const { template, plan, ...compiled } = workflow;
  const split = splitJson(workflow);
  return {
    namespace: template.namespace.value,
    name: template.name.value,
    version: template.version.value,
    steps: measures.steps,
    regions: measures.nodes,
    strategy: plan.strategy,
    tree: treeOf(plan.tree),
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
    ...(split !== undefined && { split }),
    ...(compiled.batches.length > 0 && { batches: compiled.batches }),
    ...(yielding.length > 0 && { yields: yielding.map((step) => ({ step, ...YIELDS })) }),
    ...(expected !== undefined && { expected: { ...expected, runs: Object.fromEntries(expected.runs) } }),
    ...(other !== undefined && { alternative: other }),
  };
}
