import { lookUp, numberAt } from '../../lookup.ts';
import type { PlanTree } from '../plan-tree.ts';
import { chainTimes, sumScenarios } from './chain-times.ts';
import type { CoreProblem } from './core-problem.ts';

/**
 * Orders to start from, each a list of all elements in which an element comes after all before it: by when elements can
 * start or end at the earliest or at the latest, on average over the scenarios.
 */
export function startingOrders({ order, scenarios, weights }: CoreProblem): readonly (readonly number[])[] {
  const times = chainTimes(order, weights, scenarios);
  times.measure(order.topological);
  const own = sumScenarios(weights, scenarios);
  const ending = sumScenarios(times.ending, scenarios);
  const starting = sumScenarios(times.starting, scenarios);
  const keys: readonly ((element: number) => number)[] = [
    (element) => numberAt(ending, element),
    (element) => numberAt(own, element) - numberAt(starting, element),
    (element) => numberAt(ending, element) - numberAt(starting, element),
    (element) => numberAt(ending, element) - numberAt(own, element),
    (element) => -numberAt(starting, element),
  ];
  return keys.map((key) => sortBy(order.topological, key));
}

/** Other lists of a plan's elements that agree with the plan: by when it starts and ends them, at the earliest or latest. */
export function ordersOfPlan(
  tree: PlanTree,
  { order, scenarios, weights }: CoreProblem,
): readonly (readonly number[])[] {
  const own = sumScenarios(weights, scenarios);
  const lengths = new Map<PlanTree, number>();
  const earliest = new Float64Array(order.size);
  const latest = new Float64Array(order.size);
  const inTreeOrder: number[] = [];
  place(tree, 0, lengthOf(tree));
  return [
    sortBy(inTreeOrder, (element) => numberAt(earliest, element)),
    sortBy(inTreeOrder, (element) => numberAt(earliest, element) + numberAt(own, element)),
    sortBy(inTreeOrder, (element) => numberAt(latest, element)),
    sortBy(inTreeOrder, (element) => numberAt(latest, element) + numberAt(own, element)),
    sortBy(inTreeOrder, (element) => numberAt(earliest, element) + numberAt(latest, element)),
    inTreeOrder,
  ];

  function lengthOf(part: PlanTree): number {
    let length = 0;
    if (part.kind === 'leaf') length = numberAt(own, part.leaf);
    else if (part.kind === 'series') for (const item of part.items) length += lengthOf(item);
    else for (const branch of part.branches) length = Math.max(length, lengthOf(branch));
    lengths.set(part, length);
    return length;
  }

  /** Notes when elements start, in a part that can start at `from` and must end at `to`. */
  function place(part: PlanTree, from: number, to: number): void {
    if (part.kind === 'leaf') {
      earliest[part.leaf] = from;
      latest[part.leaf] = to - numberAt(own, part.leaf);
      inTreeOrder.push(part.leaf);
    } else if (part.kind === 'parallel') {
      for (const branch of part.branches) place(branch, from, to);
    } else {
      const slack = to - from - lookUp(lengths, part);
      let start = from;
      for (const item of part.items) {
        const end = start + lookUp(lengths, item);
        place(item, start, end + slack);
        start = end;
      }
    }
  }
}

function sortBy(elements: readonly number[], key: (element: number) => number): readonly number[] {
  return elements.toSorted((a, b) => key(a) - key(b));
}
