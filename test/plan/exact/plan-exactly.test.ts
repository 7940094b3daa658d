import { describe, expect, it } from 'vitest';
import { contains } from '../../../lib/graph/bit-set.ts';
import { divide } from '../../../lib/graph/divide.ts';
import { partialOrder, type PartialOrder } from '../../../lib/graph/partial-order.ts';
import { insertElement } from '../../../lib/plan/exact/insert-element.ts';
import { planExactly } from '../../../lib/plan/exact/plan-exactly.ts';
import { leavesOf } from '../../../lib/plan/plan-tree.ts';
import { bitSetOf } from '../../../lib/graph/bit-set.ts';
import { expectWellFormed, relationOf } from '../expect-plan.ts';
import { families, lognormal, randomGraph, seeded, type Graph } from '../random-graph.ts';

const FUZZ = process.env['FUZZ'] !== undefined;

function crossEdges(graph: Graph): number {
  return planExactly(partialOrder(graph)).rendezvous.flat().length;
}

function isSeriesParallel(order: PartialOrder, elements: readonly number[] = order.topological): boolean {
  const division = divide(order, elements);
  if (division.kind === 'core') return false;
  return division.kind === 'single' || division.parts.every((part) => isSeriesParallel(order, part));
}

/** When the last step ends if each starts once the tree lets it and those are done that it has to meet. */
function simulate(order: PartialOrder, durations: readonly number[]): number {
  const { tree, rendezvous } = planExactly(order);
  const before = new Map<number, number[]>(order.topological.map((element) => [element, [...rendezvous[element]!]]));
  for (const pair of relationOf(tree, order.size)) {
    before.get(pair % order.size)!.push(Math.floor(pair / order.size));
  }
  const ends = new Map<number, number>();
  const end = (element: number, waiting: ReadonlySet<number>): number => {
    if (waiting.has(element)) throw new Error(`${element} waits for itself`);
    let known = ends.get(element);
    if (known === undefined) {
      const inside = new Set([...waiting, element]);
      known = Math.max(0, ...before.get(element)!.map((other) => end(other, inside))) + durations[element]!;
      ends.set(element, known);
    }
    return known;
  };
  return Math.max(...order.topological.map((element) => end(element, new Set())));
}

/** The longest chain, said in the plainest way. */
function longest(graph: Graph, durations: readonly number[]): number {
  const ends: number[] = [];
  graph.forEach((predecessors, element) => {
    ends.push(Math.max(0, ...predecessors.map((other) => ends[other]!)) + durations[element]!);
  });
  return Math.max(...ends);
}

describe('planExactly', () => {
  it.each<[string, Graph, number]>([
    ['a chain', [[], [0], [1]], 0],
    ['a diamond', [[], [0], [0], [1, 2]], 0],
    ['an N', [[], [], [0], [0, 1]], 1],
    ['two Ns side by side', [[], [], [0], [0, 1], [], [], [4], [4, 5]], 2],
    ['a crown of three', [[], [], [], [0, 1], [1, 2], [0, 2]], 2],
    ['a staircase of three', [[], [], [], [0, 1, 2], [0, 1], [0]], 3],
  ])('leaves %s so many meetings', (_, graph, meetings) => {
    expect(crossEdges(graph)).toBe(meetings);
  });

  it('leaves as much to be met from last to first as from first to last', () => {
    for (let seed = 0; seed < 60; seed++) {
      const order = partialOrder(randomGraph('sparse', 9, seed));
      const backwards = planExactly(partialOrder(order.successors)).rendezvous.flat().length;
      expect(backwards, `seed ${seed}`).toBe(planExactly(order).rendezvous.flat().length);
    }
  });

  it('keeps a sub-order of every graph, and all of a series-parallel one', () => {
    for (let seed = 0; seed < (FUZZ ? 5000 : 600); seed++) {
      const family = families[seed % families.length]!;
      const order = partialOrder(randomGraph(family, 2 + (seed % 29), seed));
      const { tree, rendezvous } = planExactly(order);
      expectWellFormed(tree);
      expect(leavesOf(tree).toSorted((a, b) => a - b)).toEqual([...Array(order.size).keys()]);
      const kept = relationOf(tree, order.size);
      for (const pair of kept) {
        expect(contains(order.before[pair % order.size]!, Math.floor(pair / order.size))).toBe(true);
      }
      order.predecessors.forEach((predecessors, element) => {
        const left = predecessors.filter((other) => !kept.has(other * order.size + element));
        expect(rendezvous[element]).toEqual(left);
      });
      expect(rendezvous.flat().length === 0).toBe(isSeriesParallel(order));
    }
  });

  it('never deadlocks, and takes as long as the longest chain, whatever the durations', () => {
    for (let seed = 0; seed < (FUZZ ? 5000 : 600); seed++) {
      const graph = randomGraph(families[seed % families.length]!, 2 + (seed % 29), seed);
      const random = seeded(seed);
      const durations = graph.map(() => Math.round(1000 * lognormal(random, 2)));
      expect(simulate(partialOrder(graph), durations)).toBe(longest(graph, durations));
    }
  });

  it('stays as it is when an unrelated step is added', () => {
    for (let seed = 0; seed < 100; seed++) {
      const graph = randomGraph(families[seed % families.length]!, 2 + (seed % 19), seed);
      const { tree, rendezvous } = planExactly(partialOrder(graph));
      const more = planExactly(partialOrder([...graph, []]));
      expect(more.rendezvous).toEqual([...rendezvous, []]);
      const branches = tree.kind === 'parallel' ? tree.branches : [tree];
      expect(more.tree).toEqual({ kind: 'parallel', branches: [...branches, { kind: 'leaf', leaf: graph.length }] });
    }
  });
});

describe('insertElement', () => {
  it('finds the place with the most direct predecessors before the element, among all that there are', () => {
    for (let seed = 0; seed < (FUZZ ? 3000 : 400); seed++) {
      // The last element of a random graph is put into a tree of the others.
      const size = 3 + (seed % 6);
      const order = partialOrder(randomGraph(families[seed % families.length]!, size, seed));
      const { tree } = planExactly(partialOrder(order.predecessors.slice(0, -1)));
      const last = size - 1;
      const predecessors = order.predecessors[last]!;
      const inserted = insertElement(tree, {
        element: last,
        before: order.before[last]!,
        predecessors: bitSetOf(size, predecessors),
      });
      const found = relationOf(inserted, size);
      const kept = predecessors.filter((other) => found.has(other * size + last)).length;
      expect(kept).toBe(mostKept(tree, order, last));
    }
  });
});

/** Tries every set of elements that the last one may follow. */
function mostKept(tree: ReturnType<typeof planExactly>['tree'], order: PartialOrder, last: number): number {
  const pairs = relationOf(tree, last);
  const relation = Array.from({ length: last }, (_, element) =>
    [...Array(last).keys()].filter((other) => pairs.has(other * last + element)),
  );
  const candidates = [...Array(last).keys()].filter((element) => contains(order.before[last]!, element));
  let most = 0;
  for (let subset = 0; subset < 1 << candidates.length; subset++) {
    const chosen = candidates.filter((_, index) => subset & (1 << index));
    const grown = partialOrder([...relation, chosen]);
    const follows = (other: number) => contains(grown.before[last]!, other);
    if (!candidates.every((other) => !follows(other) || contains(order.before[last]!, other))) continue;
    if ([...Array(last).keys()].some((other) => follows(other) && !candidates.includes(other))) continue;
    if (!isSeriesParallel(grown)) continue;
    most = Math.max(most, order.predecessors[last]!.filter(follows).length);
  }
  return most;
}
