import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycles } from '../../lib/graph/find-cycles.ts';

const graphOf = (edges: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(edges));

describe('findCycles', () => {
  it('finds none where there is none', () => {
    expect(findCycles(graphOf({ a: ['b', 'c'], b: ['c'], c: [] }))).toEqual([]);
    expect(findCycles(new Map())).toEqual([]);
  });

  it('lists a cycle along its edges, from the smallest name', () => {
    expect(findCycles(graphOf({ c: ['a'], b: ['c'], a: ['b'], z: ['a'] }))).toEqual([['a', 'b', 'c']]);
  });

  it('finds a node that is its own neighbour', () => {
    expect(findCycles(graphOf({ a: ['a'] }))).toEqual([['a']]);
  });

  it('finds several cycles at once', () => {
    expect(findCycles(graphOf({ a: ['b'], b: ['a'], c: ['d'], d: ['c', 'a'] }))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('ignores names that are no node', () => {
    expect(findCycles(graphOf({ a: ['nowhere'] }))).toEqual([]);
  });

  it('finds true cycles that share no node, and all that are needed to break the rest', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(fc.dictionary(name, fc.uniqueArray(name, { maxLength: 3 })), (edges) => {
        const graph = graphOf(edges);
        const cycles = findCycles(graph);
        for (const cycle of cycles) {
          cycle.forEach((node, index) => expect(graph.get(node)).toContain(cycle[(index + 1) % cycle.length]));
        }
        const broken = cycles.flat();
        expect(new Set(broken).size).toBe(broken.length);
        const rest = new Map([...graph].filter(([node]) => !broken.includes(node)));
        expect(findCycles(rest)).toEqual([]);
      }),
    );
  });
});
