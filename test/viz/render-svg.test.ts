import { describe, expect, it } from 'vitest';
import type { StepView } from '../../lib/client/index.ts';
import { renderSvg } from '../../lib/viz/render-svg.ts';
import { linesOf } from './curves.ts';
import { DIAMOND, planOf } from './plans.ts';

const diamond = planOf({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }, DIAMOND);
const levels = planOf(
  { a: [], b: [], c: ['a'], d: ['b'] },
  { series: [{ parallel: ['a', 'b'] }, { parallel: ['c', 'd'] }] },
);

describe('renderSvg', () => {
  it('draws every step and every dependency, and is well-formed', () => {
    const svg = renderSvg(diamond);
    expectWellFormed(svg);
    expect(svg).toContain('<title>order (shop · 1.2.3 · 4 steps)</title>');
    expect(svg.match(/<rect class="step"/g)).toHaveLength(4);
    expect(linesOf(svg, 'dependency')).toBe(4);
    expect(linesOf(svg, 'barrier')).toBe(0);
    expect(svg).not.toContain('dashed');
  });

  it('draws added waits as dashed lines through a bar, and says so', () => {
    const svg = renderSvg(levels);
    expectWellFormed(svg);
    expect(linesOf(svg, 'barrier')).toBe(4);
    expect(svg.match(/<rect class="bar"/g)).toHaveLength(1);
    expect(svg).toContain('dashed: waits that the plan adds');
  });

  it('follows the scheme of the reader and loads nothing', () => {
    const svg = renderSvg(diamond);
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|@import/);
  });

  it('escapes names and breaks long ones', () => {
    const name = '<b>&"\u0000' + 'long_name_'.repeat(10);
    const svg = renderSvg(planOf({ [name]: [] }, name));
    expectWellFormed(svg);
    expect(svg).toContain('&lt;b&gt;&amp;&quot; long_name_');
    const widest = Math.max(...[...svg.matchAll(/<text class="name"[^>]*>([^<]*)</g)].map((match) => match[1]!.length));
    expect(widest).toBeLessThan(60);
  });

  it('draws equal siblings as one, and few or unequal ones in their natural order', () => {
    const fan = (count: number) => {
      const names = Array.from({ length: count }, (_, index) => `branch_${index + 8}`);
      return planOf(
        { a: [], ...Object.fromEntries(names.map((name) => [name, ['a']])), z: names },
        { series: ['a', { parallel: names }, 'z'] },
      );
    };
    const many = renderSvg(fan(40));
    expectWellFormed(many);
    expect(many.match(/role="listitem"/g)).toHaveLength(3);
    expect(many).toContain('<title>40 steps from branch_8 to branch_47; after a</title>');
    expect(many).toContain('>×40<');
    const few = renderSvg(fan(4));
    const places = [8, 9, 10, 11].map((n) => Number(new RegExp(`id="step_branch_${n}".*?x="([\\d.]+)"`).exec(few)![1]));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('tells what has become of the steps of a run, by colour, by sign and in words', () => {
    const view = (name: string, state: StepView['state'], more: Partial<StepView> = {}): [string, StepView] => [
      name,
      { name, state, dependencies: [], attempts: 1, maxAttempts: 3, history: [], ...more },
    ];
    const run = new Map([
      view('a', 'complete'),
      view('b', 'error', { attempts: 3 }),
      view('c', 'in_progress'),
      view('d', 'pending', { blocked: true, blockedBy: ['b'] }),
    ]);
    const svg = renderSvg(diamond, run);
    expectWellFormed(svg);
    expect(svg).toContain('class="state-error"><title>b; error; after a</title>');
    expect(svg).toContain('>✕ b<');
    expect(svg).toContain('>3 attempts<');
    expect(svg).toContain('class="state-blocked"><title>d; blocked; after b, c</title>');
    expect(svg).toContain('✓ 1 complete · ▶ 1 in progress · ✕ 1 error · ⊘ 1 blocked');
  });

  it('gives the same bytes every time', () => {
    expect(renderSvg(levels)).toBe(renderSvg(levels));
  });
});

/** Every tag is closed in order, and no stray `<` or `&` is left. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)(\w+)((?:\s[\w:-]+="(?:[^"<&]|&(?:amp|lt|gt|quot);)*")*)(\/?)>/g,
    (_, end: string, tag: string, __, empty: string) => {
      if (end) expect(open.pop()).toBe(tag);
      else if (!empty) open.push(tag);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest.replace(/&(amp|lt|gt|quot);/g, '')).not.toMatch(/[<&\u0000-\u0008]/);
}
