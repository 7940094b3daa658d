import { describe, expect, it } from 'vitest';
import { worstRatio } from '../../lib/plan/worst-ratio.ts';
import { DIAMOND, planOf } from '../viz/plans.ts';

describe('worstRatio', () => {
  it('is 1 where every wait is a dependency', () => {
    expect(worstRatio(planOf({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }, DIAMOND))).toBe(1);
  });

  it('counts how many independent steps the plan runs one after the other', () => {
    expect(worstRatio(planOf({ a: [], b: [], c: [] }, { series: ['a', 'b', 'c'] }))).toBe(3);
  });

  it('counts them across steps that depend on each other', () => {
    // b and c are a chain, but a, c and d are independent and run one after the other all the same.
    expect(worstRatio(planOf({ a: [], b: [], c: ['b'], d: [] }, { series: ['a', 'b', 'c', 'd'] }))).toBe(3);
  });

  it('takes the worst of several branches, and starts again behind steps that depend on all before them', () => {
    const plan = planOf(
      { a: [], b: [], c: ['a', 'b', 'x'], d: ['c'], e: ['c'], x: [] },
      { series: [{ parallel: [{ series: ['a', 'b'] }, 'x'] }, 'c', { series: ['d', 'e'] }] },
    );
    expect(worstRatio(plan)).toBe(2);
  });
});
