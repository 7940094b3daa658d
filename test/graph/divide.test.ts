import { describe, expect, it } from 'vitest';
import { divide } from '../../lib/graph/divide.ts';
import { partialOrder } from '../../lib/graph/partial-order.ts';

describe('divide', () => {
  it('leaves a single element alone', () => {
    expect(divide(partialOrder([[]]), [0])).toEqual({ kind: 'single', element: 0 });
  });

  it('divides what does not hang together, by the smallest elements', () => {
    expect(divide(partialOrder([[], [], [0]]), [1, 2, 0])).toEqual({ kind: 'parallel', parts: [[0, 2], [1]] });
  });

  it('divides into as many parts in series as there are', () => {
    const order = partialOrder([[], [0], [0], [1, 2], [1, 2], [3, 4]]);
    expect(divide(order, order.topological)).toEqual({ kind: 'series', parts: [[0], [1, 2], [3, 4], [5]] });
  });

  it('sees a series inside a part of a larger order', () => {
    const order = partialOrder([[], [0], [1], [0]]);
    expect(divide(order, [1, 2])).toEqual({ kind: 'series', parts: [[1], [2]] });
  });

  it('finds a core where neither is possible', () => {
    expect(divide(partialOrder([[], [], [0], [0, 1]]), [3, 2, 1, 0])).toEqual({ kind: 'core', elements: [0, 1, 2, 3] });
  });
});
