import { describe, expect, it } from 'vitest';
import { drawPlan } from '../../lib/viz/draw-plan.ts';
import { DIAMOND, planOf } from './plans.ts';

const diamond = planOf({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }, DIAMOND);

describe('drawPlan', () => {
  it('draws a diamond with a rail where it forks and one where it joins', () => {
    expect(drawPlan(diamond, 80)).toEqual(['  a', '┌─┴─┐', 'b   c', '└─┬─┘', '  d']);
  });

  it('carries the line of a shorter branch down to the join', () => {
    const plan = planOf(
      { a: [], b: ['a'], c: ['b'], d: ['b'], e: ['a'], f: ['c', 'd', 'e'] },
      { series: ['a', { parallel: [{ series: ['b', { parallel: ['c', 'd'] }] }, 'e'] }, 'f'] },
    );
    expect(drawPlan(plan, 80)).toEqual([
      '     a',
      '  ┌──┴──┐',
      '  b     e',
      '┌─┴─┐   │',
      'c   d   │',
      '└───┼───┘',
      '    f',
    ]);
  });

  it('joins and forks in one rail where everything waits for everything', () => {
    const plan = planOf(
      { a: [], b: [], c: ['a', 'b'], d: ['a', 'b'] },
      { series: [{ parallel: ['a', 'b'] }, { parallel: ['c', 'd'] }] },
    );
    expect(drawPlan(plan, 80)).toEqual(['a   b', '├───┤', 'c   d']);
  });

  it('draws a single step', () => {
    expect(drawPlan(planOf({ only: [] }, 'only'), 80)).toEqual(['only']);
  });

  it('gives up when the drawing is wider than the terminal', () => {
    expect(drawPlan(diamond, 5)).toBeDefined();
    expect(drawPlan(diamond, 4)).toBeUndefined();
  });

  it('minds characters that take two columns', () => {
    const plan = planOf({ a: [], 名前: ['a'], c: ['a'] }, { series: ['a', { parallel: ['名前', 'c'] }] });
    expect(drawPlan(plan, 80)).toEqual(['    a', '  ┌─┴──┐', '名前   c']);
  });
});
