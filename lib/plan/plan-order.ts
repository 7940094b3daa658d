import { divide } from '../graph/divide.ts';
import type { PartialOrder } from '../graph/partial-order.ts';
import { planByLevels } from './level-barriers.ts';
import { leaf, parallel, series, type PlanTree } from './plan-tree.ts';
import type { Strategy } from './workflow-plan.ts';

/** A plan tree and how it came about. */
export interface OrderPlan {
  readonly tree: PlanTree;
  readonly strategy: Strategy;
}

/** Plans a partial order with at least one element. */
export function planOrder(order: PartialOrder): OrderPlan {
  let strategy: Strategy = 'series-parallel';
  const tree = plan(order.topological);
  return { tree, strategy };

  function plan(elements: readonly number[]): PlanTree {
    const division = divide(order, elements);
    switch (division.kind) {
      case 'single':
        return leaf(division.element);
      case 'parallel':
        return parallel(division.parts.map(plan));
      case 'series':
        return series(division.parts.map(plan));
      case 'core':
        strategy = 'barriers';
        return planByLevels(order, division.elements);
    }
  }
}
