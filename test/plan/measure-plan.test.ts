import { describe, expect, it } from 'vitest';
import { measurePlan } from '../../lib/plan/measure-plan.ts';
import { renderPlan } from '../../lib/plan/render-plan.ts';
import { treeOf } from '../../lib/plan/tree-of.ts';
import { DIAMOND, planOf } from '../viz/plans.ts';

const diamond = planOf({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }, DIAMOND);
/** a → c, a → d, b → d in two levels: c waits for b for nothing. */
const nShape = planOf(
  { a: [], b: [], c: ['a'], d: ['a', 'b'] },
  { series: [{ parallel: ['a', 'b'] }, { parallel: ['c', 'd'] }] },
);

describe('measurePlan', () => {
  it('finds nothing lost where the plan is exact', () => {
    expect(measurePlan(diamond)).toEqual({
      steps: 4,
      nodes: 6,
      parallelStates: 1,
      maxDepth: 1,
      criticalPath: 3,
      planCriticalPath: 3,
      ratio: 1,
      expectedRatio: 1,
      worstRatio: 1,
      barriers: [],
    });
  });

  it('says what a barrier costs, with the durations at hand', () => {
    const durations = new Map([
      ['a', 1],
      ['b', 5],
      ['c', 7],
      ['d', 1],
    ]);
    expect(measurePlan(nShape, durations)).toMatchObject({
      criticalPath: 8,
      planCriticalPath: 12,
      ratio: 1.5,
      worstRatio: 2,
      barriers: [{ before: ['b'], after: ['c'], cost: 4 }],
    });
  });

  it('charges a barrier with nothing that another one costs, nor with more than there is to lose', () => {
    // Three independent steps, one after the other: c would not start before b does if b did not hold it back.
    const plan = planOf({ a: [], b: [], c: [] }, { series: ['a', 'b', 'c'] });
    const durations = new Map([
      ['a', 5],
      ['b', 2],
      ['c', 4],
    ]);
    expect(measurePlan(plan, durations).barriers.map(({ cost }) => cost)).toEqual([5, 2]);
    const long = new Map([...durations, ['a', 50]] as const);
    expect(measurePlan(plan, long).barriers.map(({ cost }) => cost)).toEqual([6, 2]);
  });

  it('expects more of a plan than equal durations tell', () => {
    const { ratio, expectedRatio } = measurePlan(nShape);
    expect(ratio).toBe(1);
    expect(expectedRatio).toBeGreaterThan(1.05);
    expect(expectedRatio).toBeLessThan(1.5);
  });

  it('expects less to be lost where durations are known to go well together', () => {
    const known = new Map([
      ['a', 100],
      ['b', 1],
      ['c', 100],
      ['d', 100],
    ]);
    expect(measurePlan(nShape, known).expectedRatio).toBeLessThan(1.01);
  });

  it("uses the template's expected durations, and counts 1 for a step without", () => {
    const plan = planOf({ a: [], b: ['a'] }, { series: ['a', 'b'] }, { a: { expectedDurationMs: 250 } });
    expect(measurePlan(plan).criticalPath).toBe(251);
    expect(measurePlan(plan, new Map([['a', 40]])).criticalPath).toBe(41);
  });

  it('is never worse than its bound: the bound is reached by some durations', () => {
    // b and c are all that takes time; the plan runs them one after the other.
    const durations = new Map([
      ['a', 1e-9],
      ['b', 1],
      ['c', 1],
      ['d', 1e-9],
    ]);
    const { ratio, worstRatio } = measurePlan(nShape, durations);
    expect(ratio).toBeCloseTo(worstRatio, 6);
  });
});

describe('renderPlan', () => {
  it('draws nesting and explains the barriers', () => {
    const plan = planOf(
      { a: [], b: ['a'], c: ['b'], d: ['a'] },
      { series: ['a', { parallel: [{ series: ['b', 'c'] }, 'd'] }] },
    );
    expect(renderPlan(plan, measurePlan(plan)).split('\n').slice(2, 7)).toEqual([
      'a',
      'parallel',
      '├─ b',
      '│  c',
      '└─ d',
    ]);
  });
});

describe('renderPlan, of barriers', () => {
  const plan = planOf(
    { a: [], b: [], c: ['a'], d: ['a', 'b'], e: [] },
    { parallel: [{ series: [{ parallel: ['a', 'b'] }, { parallel: ['c', 'd'] }] }, { series: ['e'] }] },
  );
  const text = renderPlan(plan, measurePlan(plan, new Map([['b', 5], ['c', 7]]))); // prettier-ignore

  it('shows in the tree where each lies and what it costs', () => {
    expect(text.split('\n').slice(2, 10)).toEqual([
      'parallel',
      '├─ parallel',
      '│  ├─ a',
      '│  └─ b',
      '│  ╌╌ barrier 1, costs at most 4',
      '│  parallel',
      '│  ├─ c',
      '│  └─ d',
    ]);
  });

  it('says which steps wait for which', () => {
    expect(text).toContain('not series-parallel: 1 barrier added');
    expect(text).toContain('  1  c waits for b\n');
  });

  it('says what the plan costs with these durations, with others, and at worst', () => {
    expect(text).toContain('critical path       8 by the dependencies, 12 by this plan: ratio 1.500\n');
    expect(text).toMatch(/other durations {5}ratio 1\.\d{3} on average, 2 at worst\n/);
  });
});

describe('treeOf', () => {
  it('is plain data', () => {
    expect(treeOf(diamond.tree)).toEqual({
      series: [{ step: 'a' }, { parallel: [{ step: 'b' }, { step: 'c' }] }, { step: 'd' }],
    });
  });
});
