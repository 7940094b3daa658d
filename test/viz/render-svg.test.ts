import { describe, expect, it } from 'vitest';
import { renderSvg } from '../../lib/viz/render-svg.ts';
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
    expect(svg.match(/<path class="dependency"/g)).toHaveLength(4);
    expect(svg).not.toContain('<path class="barrier"');
    expect(svg).not.toContain('dashed');
  });

  it('draws added waits as dashed lines through a bar, and says so', () => {
    const svg = renderSvg(levels);
    expectWellFormed(svg);
    expect(svg.match(/<path class="barrier"/g)).toHaveLength(4);
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

  it('lays a wide fan out from left to right, first branch first', () => {
    const names = Array.from({ length: 20 }, (_, index) => `branch_${index + 10}`);
    const plan = planOf(
      { a: [], ...Object.fromEntries(names.map((name) => [name, ['a']])), z: names },
      { series: ['a', { parallel: names }, 'z'] },
    );
    const svg = renderSvg(plan);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    expect(height).toBeGreaterThan(width!);
    const rows = names.map((name) => Number(new RegExp(`id="step_${name}".*?y="([\\d.]+)"`).exec(svg)![1]));
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
  });

  it('gives the same bytes every time', () => {
    expect(renderSvg(levels)).toBe(renderSvg(levels));
  });
});

/** Every tag is closed in order, and no stray `<` or `&` is left. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)(\w+)((?:\s[\w:-]+="[^"<&]*")*)(\/?)>/g,
    (_, end: string, tag: string, __, empty: string) => {
      if (end) expect(open.pop()).toBe(tag);
      else if (!empty) open.push(tag);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest.replace(/&(amp|lt|gt|quot);/g, '')).not.toMatch(/[<&\u0000-\u0008]/);
}
