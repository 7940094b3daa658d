import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StepView } from '../../lib/client/index.ts';
import { markup } from '../../lib/console/html.ts';
import { runHeader } from '../../lib/console/pages/run-header.ts';
import { maskSecrets } from '../../lib/console/payloads.ts';
import { renderReport } from '../../lib/console/report.ts';
import { EVIL, taskOf } from './tasks.ts';

/** The tags of a page, each with its attributes' names; text and attributes' values taken out. */
function skeletonOf(page: string): readonly string[] {
  return [...page.matchAll(/<([a-z]\w*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, tag = '', attributes = '']) => `${tag}${attributes.replace(/="[^"]*"/g, '')}`,
  );
}

describe('renderReport', () => {
  it('tells all there is to tell of a run', () => {
    const page = renderReport({ task: taskOf(3, ''), now: 0 });
    for (const told of ['error', 'step_2', '2 attempts of 3', '20 ms before attempt 2', 'Input of attempt 2']) {
      expect(page).toContain(told);
    }
  });

  it('tells which steps were skipped, and why, as the page of the run does', () => {
    const [step] = taskOf(1, '').steps;
    const skipped = ['by_boss', 'told_boss'].map((name) => ({ ...step!, name, skippedBy: ['choose'] }));
    const task = { ...taskOf(1, ''), skipped };
    const told = 'by_boss, told_boss: not chosen by choose';
    expect(renderReport({ task, now: 0 })).toContain(`<dt>Skipped</dt><dd>${told}</dd>`);
    expect(String(runHeader(task, '', 0, markup``))).toContain(`<span class="faint">Skipped</span> ${told}`);
  });

  it('has the same tags whatever is in names, payloads and errors', () => {
    const plain = renderReport({ task: taskOf(4, 'x'), now: 0, logs: new Map([['step_1x', ['x']]]) });
    const evil = renderReport({ task: taskOf(4, EVIL), now: 0, logs: new Map([[`step_1${EVIL}`, [EVIL]]]) });
    const tags = (page: string) => skeletonOf(page).filter((tag) => !/^(text|rect|path|svg)\b/.test(tag));
    expect(tags(evil)).toEqual(tags(plain));
    expect(evil).not.toMatch(/<script|<img/);
    expect(skeletonOf(evil).some((tag) => /\bon\w+/.test(tag))).toBe(false);
  });

  it('allows no script, nothing from elsewhere, and its own style alone', () => {
    const page = renderReport({ task: taskOf(1, ''), now: 0 });
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`);
    expect(page).not.toMatch(/ style="|<link|<script| src=/);
  });

  it('leaves payloads out when it is told to', () => {
    const page = renderReport({
      task: taskOf(3, 'private'),
      now: 0,
      redact: true,
      logs: new Map([['step_1private', ['log line']]]),
    });
    expect(page).toContain('Context: redacted');
    expect(page).not.toContain('<pre>{');
    expect(page).not.toContain('log line');
    expect(page).not.toContain('hunter2');
  });

  it('leaves out what errors say, too, but for their kinds', () => {
    const failed = { ...taskOf(2, ''), cause: 'the cause of Ada', error: 'States.Timeout' };
    const error = { type: 'timeout', code: 'no Ada', message: 'Ada is not there', retryable: true, stack: 'at Ada' };
    const steps = failed.steps.map((step) => ({
      ...step,
      error,
      state: 'waiting_for_retry' as const,
      history: step.history.map((attempt) => ({ ...attempt, error })),
    }));
    const render = (redact: boolean) => renderReport({ task: { ...failed, steps }, now: 0, redact });
    expect(render(false)).toMatch(/Ada is not there[^]*at Ada/);
    expect(render(false)).toContain('the cause of Ada');
    const page = render(true);
    expect(page).not.toContain('Ada');
    expect(page).toContain('timeout, with a message of 16 characters');
    expect(page).toContain('<strong>States.Timeout</strong>: a cause of 16 characters');
  });

  it('masks what looks like a secret', () => {
    expect(renderReport({ task: taskOf(3, ''), now: 0 })).not.toContain('hunter2');
    const masked = maskSecrets({
      user: { password: 'a', api_key: 'b', name: 'c' },
      list: [{ accessToken: 'd' }],
      tokens: 3,
    });
    expect(masked).toEqual({
      user: { password: '••••', api_key: '••••', name: 'c' },
      list: [{ accessToken: '••••' }],
      tokens: 3,
    });
  });

  it.each([1, 5, 40, 100])('takes at most 80 kB more than its data, of %i steps', (size) => {
    const plain = taskOf(size, '');
    const waits = (index: number): StepView['waits'] => [
      { kind: 'barrier', for: [`step_${index - 2}`], from: plain.startedAt, to: plain.updatedAt },
    ];
    // As where every third step waits at a barrier.
    const steps = plain.steps.map((step, index) => (index % 3 === 2 ? { ...step, waits: waits(index) } : step));
    const task = { ...plain, steps };
    expect(renderReport({ task, now: 0 }).length - JSON.stringify(task).length).toBeLessThan(80_000);
  });
});

describe('markup', () => {
  it('escapes text, and takes markup and lists of it as they are', () => {
    const text = `<&>"'\``;
    expect(markup`<p title="${text}">${[markup`<b>${text}</b>`, undefined, false, 0]}</p>`.text).toBe(
      '<p title="&lt;&amp;&gt;&quot;&#39;&#96;"><b>&lt;&amp;&gt;&quot;&#39;&#96;</b>0</p>',
    );
    expect(markup`${'a\u0000\u202eb'}`.text).toBe('a  b');
  });
});
