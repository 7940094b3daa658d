import { describe, expect, it } from 'vitest';
import { componentFinder } from '../../lib/graph/components.ts';
import { partialOrder } from '../../lib/graph/partial-order.ts';

describe('componentFinder', () => {
  const componentsOf = componentFinder(partialOrder([[], [], [0], [2], [1]]));

  it('finds what hangs together, in whatever direction', () => {
    expect(componentsOf([0, 1, 2, 3, 4])).toEqual([
      [0, 2, 3],
      [1, 4],
    ]);
  });

  it('looks at the given elements only, and keeps their order', () => {
    expect(componentsOf([4, 3, 1, 0])).toEqual([[4, 1], [3], [0]]);
    expect(componentsOf([])).toEqual([]);
  });
});
