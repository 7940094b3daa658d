import { describe, expect, it } from 'vitest';
import type { StepView } from '../../lib/client/index.ts';
import { drawTimeline } from '../../lib/viz/draw-timeline.ts';
import { timelineOf } from '../../lib/viz/timeline.ts';
import { columnsOf } from '../../lib/viz/wrap-text.ts';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

function step(name: string, view: Partial<StepView>): StepView {
  return { name, state: 'pending', dependencies: [], attempts: 0, maxAttempts: 3, history: [], ...view };
}

const error = { type: 'retryable_error', message: 'closed', retryable: true };

/** `charge` fails once and succeeds after 4 s; `ship` is ready at 2 s, and a barrier holds it up. */
const steps: readonly StepView[] = [
  step('never', { blocked: true, blockedBy: ['charge'] }),
  step('ship', {
    state: 'complete',
    attempts: 1,
    startedAt: at(8),
    completedAt: at(10),
    history: [{ attempt: 1, state: 'complete', scheduledAt: at(8), endedAt: at(10), waitedMs: 0 }],
    waits: [{ kind: 'barrier', for: ['charge', 'pack'], from: at(2), to: at(8) }],
  }),
  step('charge', {
    state: 'complete',
    attempts: 2,
    startedAt: at(0),
    completedAt: at(8),
    history: [
      { attempt: 1, state: 'error', scheduledAt: at(0), endedAt: at(2), waitedMs: 0, error },
      { attempt: 2, state: 'complete', scheduledAt: at(6), endedAt: at(8), waitedMs: 4000 },
    ],
  }),
];

describe('timelineOf', () => {
  it('has the steps in the order in which they began, and what each did', () => {
    const { rows, from, to } = timelineOf(steps, 0, 10_000);
    expect([from, to]).toEqual([0, 10_000]);
    expect(rows.map((row) => row.step.name)).toEqual(['charge', 'ship', 'never']);
    expect(rows.map(({ spans }) => spans.map((span) => [span.kind, span.from, span.to]))).toEqual([
      [
        ['error', 0, 2000],
        ['retry', 2000, 6000],
        ['complete', 6000, 8000],
      ],
      [
        ['barrier', 2000, 8000],
        ['complete', 8000, 10_000],
      ],
      [],
    ]);
  });

  it('lets what is under way last until now', () => {
    const running = step('a', {
      state: 'in_progress',
      startedAt: at(1),
      history: [{ attempt: 1, state: 'in_progress', scheduledAt: at(1), waitedMs: 0 }],
    });
    const waiting = step('b', {
      state: 'waiting_for_retry',
      startedAt: at(1),
      history: [{ attempt: 1, state: 'error', scheduledAt: at(1), endedAt: at(2), waitedMs: 0, error }],
    });
    const held = step('c', { waits: [{ kind: 'branches', for: ['a'], from: at(2) }] });
    const spans = timelineOf([running, waiting, held], 0, 5000).rows.flatMap((row) => row.spans.at(-1) ?? []);
    expect(spans.map(({ kind, to }) => [kind, to])).toEqual([
      ['in_progress', 5000],
      ['retry', 5000],
      ['branches', 5000],
    ]);
  });

  it('begins with its first span, where the task is said to have begun later', () => {
    const begun = timelineOf(steps, 400, 10_000);
    expect(begun.from).toBe(0);
    expect(drawTimeline(begun, 59)).toEqual(drawTimeline(timelineOf(steps, 0, 10_000), 59));
  });

  it('shows what is known where the engine tells of no attempts', () => {
    const { rows } = timelineOf([step('a', { state: 'error', startedAt: at(1), completedAt: at(3) })], 0, 4000);
    expect(rows[0]?.spans).toMatchObject([{ kind: 'error', from: 1000, to: 3000 }]);
  });
});

describe('drawTimeline', () => {
  const timeline = timelineOf(steps, 0, 10_000);

  it('draws a bar for each step, and says what the characters mean', () => {
    expect(drawTimeline(timeline, 59)).toEqual([
      'charge  ×××××·········█████       8 s, 2 attempts',
      'ship        ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄█████  2 s, waited 6 s for char…',
      'never                             blocked by charge',
      '        0                   10 s',
      '┄  waits for steps on which it does not depend (a barrier …',
      '·  waits to retry',
      '█  an attempt that succeeded',
      '×  an attempt that failed',
    ]);
  });

  it('fits any width', () => {
    for (let width = 20; width <= 200; width++) {
      for (const line of drawTimeline(timeline, width)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    }
  });

  it('draws the same with colours', () => {
    const paint = (text: string) => `<${text}>`;
    const painted = drawTimeline(timeline, 80, {
      complete: paint,
      error: paint,
      retry: paint,
      barrier: paint,
      dim: paint,
    });
    expect(painted.map((line) => line.replace(/[<>]/g, '').trimEnd())).toEqual(drawTimeline(timeline, 80));
    expect(painted[0]).toMatch(/<×+><·+><█+>/);
  });

  it('shows what took no time, and a task that took none', () => {
    const quick = step('a', {
      state: 'complete',
      startedAt: at(1),
      history: [{ attempt: 1, state: 'complete', scheduledAt: at(1), endedAt: at(1), waitedMs: 0 }],
    });
    expect(drawTimeline(timelineOf([quick], 1000, 1000), 60)[0]).toMatch(/^a {2}█ +0 ms$/);
    expect(drawTimeline(timelineOf([quick], 0, 2000), 60)[0]).toMatch(/^a {2} +█ +0 ms$/);
  });

  it('keeps control characters and wide letters from breaking lines', () => {
    const odd = step('\u001b[31m注文\n', { state: 'complete', startedAt: at(0), completedAt: at(1) });
    for (const line of drawTimeline(timelineOf([odd], 0, 1000), 30)) {
      expect(line).not.toMatch(/\p{Cc}/u);
      expect(columnsOf(line)).toBeLessThanOrEqual(30);
    }
  });
});
