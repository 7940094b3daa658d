import { describe, expect, it } from 'vitest';
import { planTemplate } from '../../lib/plan/plan-template.ts';
import { treeOf } from '../../lib/plan/tree-of.ts';
import type { TaskTemplate } from '../../lib/template/task-template.ts';
import { planOf } from '../viz/plans.ts';

/** A template with these steps and dependencies, in this order. */
function templateOf(dependencies: Readonly<Record<string, readonly string[]>>): TaskTemplate {
  const { template } = planOf(Object.fromEntries(Object.keys(dependencies).map((name) => [name, []])), 'a');
  const located = (value: string) => ({ value, span: template.name.span });
  const steps = template.steps.map((step) => ({ ...step, dependencies: dependencies[step.name.value]!.map(located) }));
  return { ...template, steps };
}

const nShape = { a: [], b: [], c: ['a'], d: ['a', 'b'] };

describe('planTemplate', () => {
  it('gives trees of steps, sorted by name', () => {
    const { value, diagnostics } = planTemplate(templateOf({ z: ['c', 'b'], c: ['a'], b: ['a'], a: [] }));
    expect(diagnostics).toEqual([]);
    expect(value!.strategy).toBe('series-parallel');
    expect(treeOf(value!.tree)).toEqual({
      series: [{ step: 'a' }, { parallel: [{ step: 'b' }, { step: 'c' }] }, { step: 'z' }],
    });
  });

  it('says what depends on what, without what is implied', () => {
    const { value } = planTemplate(templateOf({ a: [], b: ['a'], c: ['b', 'a'] }));
    expect(value!.dependencies).toEqual(new Map([['a', []], ['b', ['a']], ['c', ['b']]])); // prettier-ignore
    const ancestors = value!.ancestors.get('c')!;
    expect([...ancestors]).toEqual(['a', 'b']);
    expect(ancestors.size).toBe(2);
    expect(['a', 'b', 'c', 'nobody'].filter((name) => ancestors.has(name))).toEqual(['a', 'b']);
  });

  it('plans with durations, which win over those of the template', () => {
    const template = templateOf(nShape);
    const slow = { ...template, steps: template.steps.map((step) => ({ ...step, expectedDurationMs: 100 })) };
    const treeWith = (durations: readonly (readonly [string, number])[]) =>
      treeOf(planTemplate(slow, { durations: new Map(durations) }).value!.tree);
    expect(treeWith([])).toEqual({
      series: [{ parallel: [{ step: 'a' }, { step: 'b' }] }, { parallel: [{ step: 'c' }, { step: 'd' }] }],
    });
    // b and c take long: neither must wait for the other.
    expect(treeWith(['b', 'c'].map((name) => [name, 9000]))).toEqual({
      series: [{ parallel: [{ series: [{ step: 'a' }, { step: 'c' }] }, { step: 'b' }] }, { step: 'd' }],
    });
  });

  it('warns of durations of steps that there are not, at the name of the template', () => {
    const template = templateOf(nShape);
    const { diagnostics } = planTemplate(template, { durations: new Map([['a', 5], ['typo', 5]]) }); // prettier-ignore
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'unknown-duration-step', severity: 'warning', span: template.name.span }),
    ]);
    expect(diagnostics[0]!.message).toContain('"typo"');
  });

  it('refuses a template with a cycle', () => {
    expect(() => planTemplate(templateOf({ a: ['b'], b: ['a'] }))).toThrow('cycle');
  });
});
