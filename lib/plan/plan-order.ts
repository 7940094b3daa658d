import { at } from '../lookup.ts';
import { divide } from '../graph/divide.ts';
import type { PartialOrder } from '../graph/partial-order.ts';
import { restrictOrder } from '../graph/restrict-order.ts';
import { planCore } from './core/plan-core.ts';
import type { PlannedStep } from './planned-step.ts';
import { leaf, mapLeaves, parallel, series, type PlanTree } from './plan-tree.ts';
import type { Strategy } from './workflow-plan.ts';

/** A plan tree and how it came about. */
export interface OrderPlan {
  readonly tree: PlanTree;
  readonly strategy: Strategy;
}

/**
 * Plans a partial order with at least one element; `steps` says what is known of each. What divides, divides at no loss;
 * each core is planned by itself, so that its plan depends on nothing outside it.
 */
export function planOrder(order: PartialOrder, steps: readonly PlannedStep[]): OrderPlan {
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
        return planPart(division.elements);
    }
  }

  function planPart(elements: readonly number[]): PlanTree {
    const planned = planCore(
      restrictOrder(order, elements),
      elements.map((element) => at(steps, element)),
    );
    return mapLeaves(planned, (element) => at(elements, element));
  }
}
