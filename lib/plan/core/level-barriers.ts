import { at } from '../../lookup.ts';
import type { PartialOrder } from '../../graph/partial-order.ts';
import { leaf, parallel, series, type PlanTree } from '../plan-tree.ts';

/**
 * The plainest plan: all elements of one level beside each other, level after level. With equal durations nothing is
 * faster.
 */
export function planByLevels(order: PartialOrder): PlanTree {
  const levels: PlanTree[][] = [];
  for (const element of order.topological) (levels[at(order.level, element)] ??= []).push(leaf(element));
  return series(levels.map(parallel));
}
