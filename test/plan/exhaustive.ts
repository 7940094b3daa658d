import { contains } from '../../lib/graph/bit-set.ts';
import { componentFinder } from '../../lib/graph/components.ts';
import type { PartialOrder } from '../../lib/graph/partial-order.ts';

/** How long the best plan takes, by trying every way to cut every part; for orders of up to about 14 elements. */
export function shortestMakespan(order: PartialOrder, durations: readonly number[]): number {
  const componentsOf = componentFinder(order);
  const known = new Map<number, number>();
  return solve((1 << order.size) - 1);

  function solve(set: number): number {
    let shortest = known.get(set);
    if (shortest !== undefined) return shortest;
    const elements = elementsIn(set);
    const components = componentsOf(elements);
    if (elements.length === 1) shortest = durations[elements[0]!]!;
    else if (components.length > 1) shortest = Math.max(...components.map((part) => solve(setOf(part))));
    else {
      shortest = Infinity;
      for (const first of beginningsOf(set)) shortest = Math.min(shortest, solve(first) + solve(set & ~first));
    }
    known.set(set, shortest);
    return shortest;
  }

  /** The parts of a set that hold, with an element, all of the set that is before it; neither empty nor all. */
  function beginningsOf(set: number): readonly number[] {
    const found = new Set([0]);
    for (const element of order.topological) {
      if (!(set & (1 << element))) continue;
      const needed = setOf(elementsIn(set).filter((other) => contains(order.before[element]!, other)));
      for (const beginning of [...found]) if ((needed & ~beginning) === 0) found.add(beginning | (1 << element));
    }
    return [...found].filter((beginning) => beginning !== 0 && beginning !== set);
  }

  function elementsIn(set: number): readonly number[] {
    return order.topological.filter((element) => set & (1 << element));
  }

  function setOf(elements: readonly number[]): number {
    return elements.reduce((set, element) => set | (1 << element), 0);
  }
}

/** Every list of all elements in which each comes after all before it. */
export function linearExtensions(order: PartialOrder): readonly (readonly number[])[] {
  const lists: number[][] = [];
  extend([]);
  return lists;

  function extend(list: readonly number[]): void {
    if (list.length === order.size) lists.push([...list]);
    for (const element of order.topological) {
      const ready = order.predecessors[element]!.every((predecessor) => list.includes(predecessor));
      if (ready && !list.includes(element)) extend([...list, element]);
    }
  }
}
