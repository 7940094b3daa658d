import type { PartialOrder } from '../graph/partial-order.ts';
import { leaf, parallel, series, type PlanTree } from './plan-tree.ts';

/**
 * The plainest plan of a set of elements: all of one level beside each other, level after level. With equal durations
 * nothing is faster.
 */
export function planByLevels(order: PartialOrder, elements: readonly number[]): PlanTree {
  const levels: PlanTree[][] = [];
  for (const element of elements) (levels[order.level[element]!] ??= []).push(leaf(element));
  return series(levels.filter((level) => level.length > 0).map(parallel));
}
