import { describe, expect, it } from 'vitest';
import { barriersOf } from '../../lib/plan/barriers.ts';
import { DIAMOND, planOf } from '../viz/plans.ts';

describe('barriersOf', () => {
  it('finds none where the dependencies imply every wait', () => {
    expect(barriersOf(planOf({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }, DIAMOND))).toEqual([]);
  });

  it('names the steps that wait without a dependency, and those they wait for', () => {
    const plan = planOf(
      { a: [], b: [], c: ['a'], d: ['a', 'b'] },
      { series: [{ parallel: ['a', 'b'] }, { parallel: ['c', 'd'] }] },
    );
    expect(barriersOf(plan)).toEqual([{ before: ['b'], after: ['c'] }]);
  });

  it('looks inside branches, and at the last and first steps of nested trees', () => {
    const plan = planOf(
      { r: [], a: ['r'], b: ['a'], c: ['r'], d: ['b'], e: [] },
      { parallel: [{ series: ['r', { parallel: [{ series: ['a', 'b'] }, 'c'] }, 'd'] }, 'e'] },
    );
    expect(barriersOf(plan)).toEqual([{ before: ['c'], after: ['d'] }]);
  });
});
