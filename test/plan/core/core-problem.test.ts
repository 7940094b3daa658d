import { describe, expect, it } from 'vitest';
import { partialOrder } from '../../../lib/graph/partial-order.ts';
import { longestChain } from '../../../lib/plan/makespan.ts';
import { chainTimes, sumScenarios } from '../../../lib/plan/core/chain-times.ts';
import { startingOrders } from '../../../lib/plan/core/linear-orders.ts';
import { coreProblem } from '../../../lib/plan/core/core-problem.ts';

const order = partialOrder([[], [], [0], [0, 1]]);
const steps = [30, 20, 50, 10].map((duration, index) => ({ name: `step_${index}`, duration, known: true }));

describe('coreProblem', () => {
  it.each([1, 6])(
    'measures each scenario by its longest chain, and gives the first %i times the say of all others',
    (emphasis) => {
      const { scenarios, weights } = coreProblem(order, steps, emphasis);
      const longest = Array.from({ length: scenarios }, (_, scenario) =>
        longestChain(
          order,
          steps.map((__, element) => weights[element * scenarios + scenario]!),
        ),
      );
      const others = longest.slice(1).reduce((sum, each) => sum + each, 0);
      expect(longest[0]! + others).toBeCloseTo(1, 9);
      expect(longest[0]! / others).toBeCloseTo(emphasis, 9);
      // What is known stands in the first scenario: a step of 50 weighs five times as much as one of 10.
      expect(weights[2 * scenarios]! / weights[3 * scenarios]!).toBeCloseTo(5, 9);
    },
  );
});

describe('chainTimes', () => {
  it('tells the longest chains that end and that start with each element', () => {
    const times = chainTimes(order, Float64Array.of(3, 2, 5, 1), 1);
    times.measure(order.topological);
    expect([...times.ending]).toEqual([3, 2, 8, 4]);
    expect([...times.starting]).toEqual([8, 3, 5, 1]);
    times.measure([1, 3]);
    expect([times.ending[3], times.starting[1]]).toEqual([3, 3]);
  });

  it('adds up what each element has in all scenarios', () => {
    expect([...sumScenarios(Float64Array.of(1, 2, 4, 8), 2)]).toEqual([3, 12]);
  });
});

describe('startingOrders', () => {
  it('begins with when elements end or start, at the earliest and at the latest', () => {
    const problem = { order, scenarios: 2, weights: Float64Array.of(2, 1, 1, 1, 3, 2, 0.5, 0.5) };
    expect(startingOrders(problem)).toEqual([
      [1, 0, 3, 2],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [0, 2, 1, 3],
    ]);
  });
});
