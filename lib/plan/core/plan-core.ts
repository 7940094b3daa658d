import { at } from '../../lookup.ts';
import type { PartialOrder } from '../../graph/partial-order.ts';
import { longestChain, makespan } from '../makespan.ts';
import type { PlannedStep } from '../planned-step.ts';
import type { PlanTree } from '../plan-tree.ts';
import { coreProblem, type CoreProblem } from './core-problem.ts';
import { planByLevels } from './level-barriers.ts';
import { ordersOfPlan, startingOrders } from './linear-orders.ts';
import { planAlong } from './plan-along.ts';

/**
 * Bounds of the work on a core, in elements looked at times scenarios; about 30 ns each. More than `most` makes plans of large cores no
 * better that could be told.
 */
const WORK = { base: 10_000_000, perPair: 40, most: 24_000_000 } as const;

/** The share of the work that one linear order may take. */
const SHARE_PER_ORDER = 0.1;

/** How much the durations that are known, or assumed, matter as against all their variations together. */
const EMPHASIS = { known: 6, assumed: 1 } as const;

/**
 * Plans an order that does not divide, so that barriers must be added: puts them where they cost little, over many
 * variations of the durations. Where all durations are equal, the plan takes as long as the longest chain.
 */
export function planCore(order: PartialOrder, steps: readonly PlannedStep[]): PlanTree {
  const emphasis = steps.every(({ known }) => known) ? EMPHASIS.known : EMPHASIS.assumed;
  const equal = steps.every(({ duration }) => duration === at(steps, 0).duration);
  const ones = steps.map(() => 1);
  for (const factor of [1, 8, 64]) {
    const tree = search(coreProblem(order, steps, emphasis * factor));
    if (!equal || makespan(tree, ones) === longestChain(order, ones)) return tree;
  }
  return planByLevels(order);
}

/** Looks for a good plan along some linear orders, then along those that the best plan so far agrees with. */
function search(problem: CoreProblem): PlanTree {
  const allowance = Math.min(WORK.base + WORK.perPair * problem.order.size ** 2, WORK.most);
  let work = 0;
  let best: { readonly cost: number; readonly tree: PlanTree } | undefined;
  let orders = startingOrders(problem);
  for (;;) {
    let improved = false;
    for (const linear of orders) {
      if (best !== undefined && work >= allowance) return best.tree;
      const found = planAlong(problem, linear, SHARE_PER_ORDER * allowance);
      work += found.work;
      if (best !== undefined && found.cost >= best.cost * (1 - 1e-12)) continue;
      best = { cost: found.cost, tree: found.build() };
      improved = true;
    }
    if (best === undefined) throw new Error('There is no order to start from.');
    if (!improved) return best.tree;
    orders = ordersOfPlan(best.tree, problem);
  }
}
