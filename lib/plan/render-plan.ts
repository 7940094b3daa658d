import { count, formatNumber } from '../diagnostics/wording.ts';
import type { MeasuredBarrier, PlanMeasures } from './measure-plan.ts';
import type { Region } from './region.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/** A plan in words: the tree, the barriers and what each costs, and the longest ways. */
export function renderPlan(plan: WorkflowPlan, measures: PlanMeasures): string {
  const { name, namespace, version } = plan.template;
  return [
    `${namespace.value}/${name.value} ${version.value}: ${count(measures.steps, 'step')}, ${describeStrategy(measures)}`,
    '',
    ...renderRegion(plan.region),
    '',
    ...(measures.barriers.length > 0 ? [...renderBarriers(measures), ''] : []),
    `critical path       ${amount(measures.criticalPath)} by the dependencies, ${amount(measures.planCriticalPath)} by this plan: ratio ${measures.ratio.toFixed(3)}`,
    `other durations     ratio ${measures.expectedRatio.toFixed(3)} on average, ${amount(measures.worstRatio)} at worst`,
    `Parallel states     ${measures.parallelStates}, nested ${measures.maxDepth} deep`,
    '',
  ].join('\n');
}

function describeStrategy({ barriers }: PlanMeasures): string {
  if (barriers.length === 0) return 'series-parallel: no step waits for more than its dependencies';
  return `not series-parallel: ${count(barriers.length, 'barrier')} added`;
}

/** One line per step; what runs beside each other hangs from one `parallel`. */
function renderRegion(region: Region): readonly string[] {
  switch (region.kind) {
    case 'step':
      return [region.step.name.value];
    case 'sequence':
      return region.items.flatMap(renderRegion);
    case 'parallel':
      return [
        'parallel',
        ...region.branches.flatMap((branch, index) => {
          const last = index === region.branches.length - 1;
          return renderRegion(branch).map((line, row) => {
            if (row === 0) return `${last ? '└─' : '├─'} ${line}`;
            return `${last ? '  ' : '│ '} ${line}`;
          });
        }),
      ];
  }
}

function renderBarriers({ barriers }: PlanMeasures): readonly string[] {
  return ['barriers', ...barriers.map(renderBarrier)];
}

function renderBarrier({ before, after, cost }: MeasuredBarrier): string {
  const waits = after.length === 1 ? 'waits' : 'wait';
  return `  ${some(after)} ${waits} for ${some(before)}; costs at most ${amount(cost)}`;
}

/** A few names, and how many more. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${formatNumber(names.length - 5)} more` : shown;
}

function amount(value: number): string {
  return formatNumber(Number(value.toFixed(3)));
}
