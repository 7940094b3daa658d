import { describe, expect, it } from 'vitest';
import { componentFinder } from '../../../lib/graph/components.ts';
import { partialOrder, type PartialOrder } from '../../../lib/graph/partial-order.ts';
import type { CoreProblem } from '../../../lib/plan/core/core-problem.ts';
import { ordersOfPlan, startingOrders } from '../../../lib/plan/core/linear-orders.ts';
import { planAlong } from '../../../lib/plan/core/plan-along.ts';
import { makespan } from '../../../lib/plan/makespan.ts';
import { leavesOf } from '../../../lib/plan/plan-tree.ts';
import { linearExtensions, shortestMakespan } from '../exhaustive.ts';
import { expectPlan } from '../expect-plan.ts';
import { families, randomGraph, seeded } from '../random-graph.ts';

/** A problem with a single scenario, so that the best plan is known. */
function problemOf(order: PartialOrder, durations: readonly number[]): CoreProblem {
  return { order, scenarios: 1, weights: Float64Array.from(durations) };
}

/** Connected orders of a few elements, with durations. */
const cases = Array.from({ length: process.env['FUZZ'] ? 3000 : 300 }, (_, seed) => {
  const order = partialOrder(randomGraph(families[seed % 4]!, 3 + (seed % 3), seed));
  const random = seeded(seed);
  return { order, durations: Array.from({ length: order.size }, () => 1 + Math.floor(9 * random())) };
}).filter(({ order }) => componentFinder(order)(order.topological).length === 1);

describe('planAlong', () => {
  it('finds the best plan of all, along the right linear order', () => {
    for (const { order, durations } of cases) {
      const costs = linearExtensions(order).map((linear) => planAlong(problemOf(order, durations), linear, 1e9).cost);
      expect(Math.min(...costs)).toBe(shortestMakespan(order, durations));
    }
  });

  it('finds nothing worse along a linear order that a plan agrees with', () => {
    for (const { order, durations } of cases) {
      const problem = problemOf(order, durations);
      const found = planAlong(problem, order.topological, 1e9);
      for (const linear of ordersOfPlan(found.build(), problem)) {
        expect(planAlong(problem, linear, 1e9).cost).toBeLessThanOrEqual(found.cost);
      }
    }
  });

  it('builds a plan of the cost that it states', () => {
    for (const { order, durations } of cases) {
      const { build, cost } = planAlong(problemOf(order, durations), order.topological, 1e9);
      expect(makespan(build(), durations)).toBe(cost);
    }
  });

  it('plans without any allowance too, at little work', () => {
    const order = partialOrder(randomGraph('layered', 60, 3));
    const durations = Array.from({ length: 60 }, (_, element) => 1 + (element % 7));
    const thorough = planAlong(problemOf(order, durations), order.topological, 1e9);
    const quick = planAlong(problemOf(order, durations), order.topological, 0);
    expectPlan(quick.build(), order);
    expect(quick.work).toBeLessThan(thorough.work / 3);
    expect(quick.cost).toBeGreaterThanOrEqual(thorough.cost);
  });
});

describe('linear orders', () => {
  it('have each element after all before it', () => {
    for (const { order, durations } of cases) {
      const problem = problemOf(order, durations);
      const tree = planAlong(problem, order.topological, 1e9).build();
      for (const linear of [...startingOrders(problem), ...ordersOfPlan(tree, problem), leavesOf(tree)]) {
        expect(linear).toHaveLength(order.size);
        const place = new Map(linear.map((element, index) => [element, index]));
        for (const element of linear) {
          for (const predecessor of order.predecessors[element]!) {
            expect(place.get(predecessor)).toBeLessThan(place.get(element)!);
          }
        }
      }
    }
  });
});
