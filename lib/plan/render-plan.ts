import { at } from '../lookup.ts';
import { count, formatNumber } from '../diagnostics/wording.ts';
import { barrierAt } from './barriers.ts';
import type { MeasuredBarrier, PlanMeasures } from './measure-plan.ts';
import type { PlanTree } from './plan-tree.ts';
import type { Step } from '../template/task-template.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/** A plan in words: the tree, the barriers and what each costs, and the longest ways. */
export function renderPlan(plan: WorkflowPlan, measures: PlanMeasures): string {
  const { name, namespace, version } = plan.template;
  return [
    `${namespace.value}/${name.value} ${version.value}: ${count(measures.steps, 'step')}, ${describeStrategy(plan, measures)}`,
    '',
    ...renderTree(plan, measures),
    '',
    ...(measures.barriers.length > 0 ? ['barriers', ...measures.barriers.map(renderBarrier), ''] : []),
    ...(plan.rendezvous.size > 0 ? ['rendezvous', ...[...plan.rendezvous].map(renderRendezvous), ''] : []),
    `critical path       ${formatNumber(measures.criticalPath)} by the dependencies, ${formatNumber(measures.planCriticalPath)} by this plan: ratio ${measures.ratio.toFixed(3)}`,
    `other durations     ratio ${measures.expectedRatio.toFixed(3)} on average, ${formatNumber(measures.worstRatio)} at worst`,
    `Parallel states     ${measures.parallelStates}, nested ${measures.maxDepth} deep`,
    '',
  ].join('\n');
}

function describeStrategy({ rendezvous }: WorkflowPlan, { barriers }: PlanMeasures): string {
  if (rendezvous.size > 0) return `not series-parallel: ${rendezvous.size} rendezvous, no wait added`;
  if (barriers.length > 0) return `not series-parallel: ${count(barriers.length, 'barrier')} added`;
  return 'series-parallel: no step waits for more than its dependencies';
}

/** One line per step and barrier; what runs beside each other hangs from one `parallel`. */
function renderTree(plan: WorkflowPlan, { barriers }: PlanMeasures): readonly string[] {
  let passed = 0;
  return render(plan.tree);

  function render(tree: PlanTree<Step>): readonly string[] {
    switch (tree.kind) {
      case 'leaf':
        return [tree.leaf.name.value];
      case 'series':
        return tree.items.flatMap((item, index) => {
          const lines = render(item);
          const later = tree.items[index + 1];
          if (later === undefined || barrierAt({ earlier: item, later }, plan) === undefined) return lines;
          const { cost } = at(barriers, passed);
          passed += 1;
          return [...lines, `╌╌ barrier ${passed}, costs at most ${formatNumber(cost)}`];
        });
      case 'parallel':
        return [
          'parallel',
          ...tree.branches.flatMap((branch, index) => {
            const last = index === tree.branches.length - 1;
            return render(branch).map((line, row) => {
              if (row === 0) return `${last ? '└─' : '├─'} ${line}`;
              return `${last ? '  ' : '│ '} ${line}`;
            });
          }),
        ];
    }
  }
}

function renderBarrier({ before, after }: MeasuredBarrier, index: number): string {
  const waits = after.length === 1 ? 'waits' : 'wait';
  return `  ${index + 1}  ${some(after)} ${waits} for ${some(before)}`;
}

function renderRendezvous([step, producers]: readonly [string, readonly string[]]): string {
  return `  ${step} waits, within its branch, for ${some(producers)}`;
}

/** A few names, and how many more. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${formatNumber(names.length - 5)} more` : shown;
}
