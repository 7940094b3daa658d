import { describe, expect, it } from 'vitest';
import { partialOrder } from '../../../lib/graph/partial-order.ts';
import { chainTimes } from '../../../lib/plan/core/chain-times.ts';
import { cutsOf, promisingCuts, type Cut } from '../../../lib/plan/core/cuts.ts';

describe('cutsOf', () => {
  it('tells how long the parts of each cut take at least, and what each cut loses', () => {
    // 0 → 2, 0 → 3, 1 → 3 in two scenarios: the second takes twice as long as the first.
    const times = chainTimes(partialOrder([[], [], [0], [0, 1]]), Float64Array.of(3, 6, 2, 4, 5, 10, 1, 2), 2);
    const elements = [0, 1, 2, 3];
    times.measure(elements);
    expect(cutsOf(elements, times, 2)).toEqual([
      { size: 1, bound: 9 + 15, second: 15, shorter: 9, waste: 0 },
      { size: 2, bound: 9 + 15, second: 15, shorter: 9, waste: 0 },
      { size: 3, bound: 24 + 3, second: 3, shorter: 3, waste: 1 },
    ]);
  });
});

describe('promisingCuts', () => {
  const cut = (size: number, bound: number, waste: number, shorter = 1): Cut => ({
    size,
    bound,
    waste,
    shorter,
    second: 1,
  });
  const sizes = (cuts: readonly Cut[], breadth: number) => promisingCuts(cuts, breadth).map(({ size }) => size);

  it('takes the least wasteful alone where there is one try', () => {
    expect(sizes([cut(1, 10, 3), cut(2, 12, 1), cut(3, 11, 2)], 1)).toEqual([2]);
  });

  it('tries those that lose least and those that waste least, the former first', () => {
    expect(sizes([cut(1, 10, 9), cut(2, 14, 1), cut(3, 11, 8), cut(4, 13, 2), cut(5, 12, 5)], 2)).toEqual([1, 3, 4, 2]);
  });

  it('prefers the longer shorter part among equals, and then the earlier', () => {
    expect(sizes([cut(1, 10, 1, 1), cut(2, 10, 1, 3), cut(3, 10, 1, 3)], 3)).toEqual([2, 3, 1]);
    expect(sizes([cut(1, 10, 1), cut(2, 10, 1)], 1)).toEqual([1]);
  });
});
