import { at } from '../lookup.ts';
import type { PartialOrder } from '../graph/partial-order.ts';
import type { PlanTree } from './plan-tree.ts';

/** How long a plan takes when each element takes the given time. */
export function makespan(tree: PlanTree, durations: ArrayLike<number>): number {
  switch (tree.kind) {
    case 'leaf':
      return at(durations, tree.leaf);
    case 'series':
      return tree.items.reduce((sum, item) => sum + makespan(item, durations), 0);
    case 'parallel':
      return tree.branches.reduce((longest, branch) => Math.max(longest, makespan(branch, durations)), 0);
  }
}

/** How long the longest chain takes: no plan can be faster. */
export function longestChain(order: PartialOrder, durations: ArrayLike<number>): number {
  const ends = new Float64Array(order.size);
  let longest = 0;
  for (const element of order.topological) {
    let start = 0;
    for (const predecessor of at(order.predecessors, element)) start = Math.max(start, at(ends, predecessor));
    ends[element] = start + at(durations, element);
    longest = Math.max(longest, ends[element]);
  }
  return longest;
}
