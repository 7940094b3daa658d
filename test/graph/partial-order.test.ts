import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsOf } from '../../lib/graph/bit-set.ts';
import { partialOrder } from '../../lib/graph/partial-order.ts';
import { restrictOrder } from '../../lib/graph/restrict-order.ts';
import { families, randomGraph, type Graph } from '../plan/random-graph.ts';

const graphs = fc
  .record({ family: fc.constantFrom(...families), size: fc.integer({ min: 1, max: 14 }), seed: fc.nat() })
  .map(({ family, size, seed }) => randomGraph(family, size, seed));

/** Whether there is a way from one element to another, by looking. */
function reaches(graph: Graph, from: number, to: number): boolean {
  return graph[to]!.some((predecessor) => predecessor === from || reaches(graph, from, predecessor));
}

describe('partialOrder', () => {
  it('knows what is before what, directly or not', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const order = partialOrder(graph);
        for (let to = 0; to < graph.length; to++) {
          const before = [...graph.keys()].filter((from) => reaches(graph, from, to));
          expect(elementsOf(order.before[to]!)).toEqual(before);
          for (const from of before) expect(elementsOf(order.after[from]!)).toContain(to);
          const direct = before.filter((from) => !before.some((between) => reaches(graph, from, between)));
          expect(order.predecessors[to]).toEqual(direct);
          for (const from of direct) expect(order.successors[from]).toContain(to);
          expect(order.level[to]).toBe(Math.max(-1, ...direct.map((from) => order.level[from]!)) + 1);
        }
      }),
    );
  });

  it('sorts by level, then by number', () => {
    expect(partialOrder([[3], [], [1], []]).topological).toEqual([1, 3, 0, 2]);
  });

  it('is the same whatever the redundancy and the order of the relation', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const order = partialOrder(graph);
        expect(partialOrder(order.before.map((before) => elementsOf(before).reverse()))).toEqual(order);
      }),
    );
  });

  it('refuses cycles', () => {
    expect(() => partialOrder([[1], [2], [0]])).toThrow('cycle');
    expect(() => partialOrder([[0]])).toThrow('cycle');
  });
});

describe('restrictOrder', () => {
  it('keeps the order of a part and numbers it anew', () => {
    const order = partialOrder([[], [0], [0], [1, 2], [3]]);
    const part = restrictOrder(order, [1, 2, 3]);
    expect(part.predecessors).toEqual([[], [], [0, 1]]);
  });
});
