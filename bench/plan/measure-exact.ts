import { partialOrder } from '../../lib/graph/partial-order.ts';
import { planExactly } from '../../lib/plan/exact/plan-exactly.ts';
import { longestChain } from '../../lib/plan/makespan.ts';
import { leavesOf, type PlanTree } from '../../lib/plan/plan-tree.ts';
import type { Workload } from './workload.ts';

/** What exact plans of a set of workloads are, one value per workload. */
export interface ExactResults {
  /** The time of the tree with its rendezvous, relative to the longest chain. */
  readonly ratios: readonly number[];
  /** Dependencies that are met at the table, per step. */
  readonly meetings: readonly number[];
  /** How long it took to plan, in ms. */
  readonly planning: readonly number[];
}

export function measureExact(workloads: readonly Workload[]): ExactResults {
  const results = workloads.map(({ order, durations }) => {
    const start = performance.now();
    const { tree, rendezvous } = planExactly(order);
    const planning = performance.now() - start;
    const waits = rendezvous.map((producers) => [...producers]);
    addWaits(tree, waits);
    const ratio = longestChain(partialOrder(waits), durations) / longestChain(order, durations);
    return { ratio, meetings: rendezvous.flat().length / order.size, planning };
  });
  return {
    ratios: results.map(({ ratio }) => ratio),
    meetings: results.map(({ meetings }) => meetings),
    planning: results.map(({ planning }) => planning),
  };
}

/** Adds whom each element waits for in the tree. */
function addWaits(tree: PlanTree, waits: number[][]): void {
  if (tree.kind === 'leaf') return;
  const parts = tree.kind === 'series' ? tree.items : tree.branches;
  parts.forEach((part) => addWaits(part, waits));
  if (tree.kind === 'parallel') return;
  tree.items.forEach((item, index) => {
    const before = index > 0 ? leavesOf(tree.items[index - 1]!) : [];
    for (const element of leavesOf(item)) waits[element]!.push(...before);
  });
}
