import { describe, expect, it } from 'vitest';
import { renderDot } from '../../lib/viz/render-dot.ts';
import { renderMermaid } from '../../lib/viz/render-mermaid.ts';
import { planOf } from './plans.ts';

const levels = planOf(
  { a: [], b: [], c: ['a'], d: ['b'] },
  { series: [{ parallel: ['a', 'b'] }, { parallel: ['c', 'd'] }] },
);
const NAME = `say "hi" <b> & #1; \\n`;
const odd = planOf({ [NAME]: [] }, NAME);

describe('renderMermaid', () => {
  it('draws dependencies solid and the waits that the plan adds dotted', () => {
    const plan = planOf(
      { a: [], b: [], c: ['a'], d: ['a', 'b'] },
      { series: [{ parallel: ['a', 'b'] }, { parallel: ['c', 'd'] }] },
    );
    expect(renderMermaid(plan)).toBe(`---
title: "order"
---
flowchart TD
  step_a["a"]
  step_b["b"]
  step_c["c"]
  step_d["d"]
  step_a --> step_c
  step_a --> step_d
  step_b --> step_d
  step_b -.-> step_c
`);
  });

  it('joins many waits in a barrier of their own', () => {
    const text = renderMermaid(levels);
    expect(text).toContain('  barrier_1{{"barrier"}}\n');
    expect(text.match(/-\.->/g)).toHaveLength(4);
    expect(text).toContain('  step_b -.-> barrier_1\n');
    expect(text).toContain('  barrier_1 -.-> step_c\n');
    expect(text).toContain('  class barrier_1 barrier\n');
  });

  it('writes retries, timeouts and expected durations below the name', () => {
    const plan = planOf({ pay: [] }, 'pay', {
      pay: {
        retry: { retryable: true, maxAttempts: 5, backoff: 'linear', baseMs: 1500, maxMs: 9000 },
        timeoutSeconds: { value: 90, span: { file: { path: '', text: '' }, start: 0, end: 0 } },
        expectedDurationMs: 250,
      },
    });
    const label = 'pay<br/>5 attempts, linear from 1.5 s<br/>timeout 1 min 30 s · about 250 ms';
    expect(renderMermaid(plan)).toContain(`step_pay["${label}"]`);
  });

  it('keeps odd names from being read as Mermaid', () => {
    const text = renderMermaid(planOf({ 'say "hi" <b> & #1; `x`': [] }, 'say "hi" <b> & #1; `x`'));
    expect(text).toContain('["say #34;hi#34; #60;b#62; #38; #35;1#59; #96;x#96;"]');
    expect(text.split('\n')[4]).toMatch(/^ {2}step_[A-Za-z0-9_]+\["/);
  });

  it('gives different steps different ids', () => {
    const names = ['a-b', 'a_b', 'a_x2d_b', 'a b', 'a_x', 'ä', 'end'];
    const plan = planOf(
      Object.fromEntries(names.map((name, index) => [name, names.slice(Math.max(0, index - 1), index)])),
      {
        series: names,
      },
    );
    const ids = [...renderMermaid(plan).matchAll(/^ {2}(\w+)\[/gm)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(names.length);
  });
});

describe('renderDot', () => {
  it('draws dependencies solid and the waits that the plan adds dashed', () => {
    const text = renderDot(levels);
    expect(text).toMatch(/^digraph workflow \{\n/);
    expect(text).toContain('  step_a [label="a"];\n');
    expect(text).toContain('  step_a -> step_c;\n');
    expect(text).toContain('  barrier_1 -> step_d [style=dashed];\n');
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('quotes odd names', () => {
    expect(renderDot(odd)).toContain(String.raw`[label="say \"hi\" <b> &amp; #1; \\n"]`);
  });
});
