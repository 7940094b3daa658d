import { describe, expect, it } from 'vitest';
import { partialOrder } from '../../../lib/graph/partial-order.ts';
import { planByLevels } from '../../../lib/plan/core/level-barriers.ts';
import { leaf, parallel, series } from '../../../lib/plan/plan-tree.ts';

describe('planByLevels', () => {
  it('runs all elements of a level beside each other', () => {
    expect(planByLevels(partialOrder([[], [], [0], [0, 1], [2]]))).toEqual(
      series([parallel([leaf(0), leaf(1)]), parallel([leaf(2), leaf(3)]), leaf(4)]),
    );
  });
});
