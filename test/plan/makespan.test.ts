import { describe, expect, it } from 'vitest';
import { partialOrder } from '../../lib/graph/partial-order.ts';
import { longestChain, makespan } from '../../lib/plan/makespan.ts';
import { leaf, parallel, series } from '../../lib/plan/plan-tree.ts';

// Fractions, since whole numbers hide what is added to nothing.
const durations = [0.25, 0.5, 0.125, 0.0625];

describe('makespan', () => {
  it('adds in series and takes the longest in parallel', () => {
    expect(makespan(leaf(1), durations)).toBe(0.5);
    expect(makespan(series([leaf(0), leaf(1)]), durations)).toBe(0.75);
    expect(makespan(parallel([leaf(0), leaf(2)]), durations)).toBe(0.25);
    expect(makespan(series([leaf(0), parallel([leaf(1), leaf(2)]), leaf(3)]), durations)).toBe(0.8125);
  });
});

describe('longestChain', () => {
  it('is the slowest way through the order, whatever stands beside it', () => {
    expect(longestChain(partialOrder([[]]), [0.25])).toBe(0.25);
    expect(longestChain(partialOrder([[], [0], [0], [2]]), durations)).toBe(0.75);
    expect(longestChain(partialOrder([[], [], [], []]), durations)).toBe(0.5);
  });
});
