import { describe, expect, it } from 'vitest';
import { partialOrder } from '../../lib/graph/partial-order.ts';
import { makespan } from '../../lib/plan/makespan.ts';
import { planOrder } from '../../lib/plan/plan-order.ts';
import type { PlanTree } from '../../lib/plan/plan-tree.ts';
import type { Graph } from './random-graph.ts';

/** A plan in short: numbers, series in parentheses, parallels in brackets. */
function short(tree: PlanTree): string {
  switch (tree.kind) {
    case 'leaf':
      return String(tree.leaf);
    case 'series':
      return `(${tree.items.map(short).join(' ')})`;
    case 'parallel':
      return `[${tree.branches.map(short).join(' ')}]`;
  }
}

function planned(graph: Graph, durations?: readonly number[]) {
  const steps = graph.map((_, element) => ({
    name: `step_${element}`,
    duration: durations?.[element] ?? 1000,
    known: durations !== undefined,
  }));
  return planOrder(partialOrder(graph), steps);
}

function timeOf(graph: Graph, durations: readonly number[]): number {
  return makespan(planned(graph, durations).tree, durations);
}

describe('planOrder', () => {
  it.each([
    ['one step', [[]], '0'],
    ['a chain', [[], [0], [1]], '(0 1 2)'],
    ['steps without dependencies', [[], [], []], '[0 1 2]'],
    ['a diamond', [[], [0], [0], [1, 2]], '(0 [1 2] 3)'],
    ['a fork in a fork', [[], [0], [0], [1], [1], [3, 4], [2, 5]], '(0 [(1 [3 4] 5) 2] 6)'],
    ['two complete layers', [[], [], [0, 1], [0, 1]], '([0 1] [2 3])'],
    ['several roots and ends', [[], [], [0], [1], [1]], '[(0 2) (1 [3 4])]'],
  ])('maps %s exactly', (_, graph, tree) => {
    const plan = planned(graph);
    expect(short(plan.tree)).toBe(tree);
    expect(plan.strategy).toBe('series-parallel');
  });

  it('adds a barrier to a graph in the shape of an N', () => {
    const graph = [[], [], [0], [0, 1]];
    expect(planned(graph).strategy).toBe('barriers');
    expect(short(planned(graph).tree)).toBe('([0 1] [2 3])');
  });

  it('puts the barrier where it costs least, if it knows the durations', () => {
    const graph = [[], [], [0], [0, 1]];
    expect(timeOf(graph, [2000, 1000, 1000, 2000])).toBe(4000);
    // Level by level would take 18000; step 1 waits for step 0 instead.
    expect(timeOf(graph, [1000, 9000, 9000, 1000])).toBe(11_000);
  });

  it('finds the best plan of the staircase, which no plan brings down to its longest chain', () => {
    // Steps 0 to 2 take 3, 2 and 1, steps 3 to 5 take 1, 2 and 3: chains of at most 4, but no plan below 6.
    const chain = [[], [], [], [0, 1, 2], [1, 2], [2]];
    expect(timeOf(chain, [3000, 2000, 1000, 1000, 2000, 3000])).toBe(6000);
  });

  it('cuts a chain in the middle where that is best', () => {
    // x, m1, m2, y in a chain; x and a before b; a before y. Keeping m1 and m2 together would take 4.
    const graph = [[], [0], [1], [2, 5], [0, 5], []];
    expect(timeOf(graph, [500, 1000, 1000, 500, 1500, 1500])).toBe(3000);
  });

  it('plans a core by itself: what lies beside, before or behind does not matter', () => {
    const core: Graph = [[], [], [0], [0, 1], [2, 3], [3], [4], [4, 5]];
    const alone = short(planned(core).tree);
    const beside: Graph = [...core, [], [8]];
    expect(short(planned(beside).tree)).toBe(`[${alone} (8 9)]`);
    const before: Graph = [...core.map((predecessors) => [...predecessors, 8]), []];
    expect(short(planned(before).tree)).toBe(`(8 ${alone.slice(1)}`);
  });
});
