import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StepView } from '../../../lib/client/index.ts';
import { showProgress } from '../../../lib/cli/run/progress.ts';
import { fakeIo, type FakeIo } from '../fake-io.ts';

const START = Date.UTC(2026, 0, 1);
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

function step(name: string, view: Partial<StepView>): StepView {
  return { name, state: 'pending', dependencies: [], attempts: 0, maxAttempts: 3, history: [], ...view };
}

/** Shows a story: at each time, in seconds, the steps as they stand. */
function tell(io: FakeIo, story: readonly (readonly [number, ...StepView[]])[]): void {
  let now = START;
  const names = story[0]!.slice(1).map((view) => (view as StepView).name);
  const progress = showProgress(io, names, { now: () => now });
  for (const [seconds, ...steps] of story) {
    now = START + seconds * 1000;
    progress.update(steps);
  }
  progress.end();
}

const down = { type: 'retryable_error', message: 'billing is\n  down', retryable: true };
const running = (attempts: number) => step('charge', { state: 'in_progress', attempts, lastAttemptedAt: at(0) });

describe('plain progress', () => {
  it('has one line for each thing that happens', () => {
    const io = fakeIo();
    tell(io, [
      [0, running(0), step('ship', {})],
      [0, running(1), step('ship', {})],
      [0.2, step('charge', { state: 'waiting_for_retry', attempts: 1, error: down }), step('ship', {})],
      [
        0.2,
        step('charge', {
          state: 'waiting_for_retry',
          attempts: 1,
          error: down,
          lastFailureAt: at(0.2),
          nextRetryAt: at(2.2),
        }),
        step('ship', {}),
      ],
      [1.5, running(1), step('ship', {})],
      [1.5, running(2), step('ship', {})],
      [1.6, step('charge', { state: 'complete', attempts: 2 }), step('ship', {})],
      [1.6, step('charge', { state: 'complete', attempts: 2 }), step('ship', { state: 'in_progress', attempts: 1 })],
      [90, step('charge', { state: 'complete', attempts: 2 }), step('ship', { state: 'complete', attempts: 1 })],
    ]);
    expect(io.out()).toBe('');
    expect(io.err().split('\n')).toEqual([
      '   0.0s  charge  started',
      '   0.2s  charge  attempt 1 failed: retryable_error: billing is down; retrying within 2 s',
      '   1.5s  charge  attempt 2',
      '   1.6s  charge  complete after 2 attempts',
      '   1.6s  ship    started',
      '  90.0s  ship    complete',
      '',
    ]);
  });

  it('tells what failed, and what does not run because of it', () => {
    const io = fakeIo();
    const error = { type: 'permanent_error', code: 'NO_CARD', message: 'There is no card.', retryable: false };
    tell(io, [
      [0, running(1), step('ship', {})],
      [
        1,
        step('charge', { state: 'error', attempts: 1, error }),
        step('ship', { blocked: true, blockedBy: ['charge'] }),
      ],
      [2, step('charge', { state: 'error', attempts: 1, error }), step('ship', { state: 'cancelled' })],
    ]);
    expect(io.err()).toBe(
      [
        '   0.0s  charge  started',
        '   1.0s  charge  failed: NO_CARD: There is no card.',
        '   1.0s  ship    blocked: charge failed',
        '   2.0s  ship    cancelled',
        '',
      ].join('\n'),
    );
  });
});

describe('live progress', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('draws the steps under way, and erases them in the end', () => {
    const io = fakeIo({ isTTY: true });
    tell(io, [
      [0, running(1), step('ship', {})],
      [3, step('charge', { state: 'complete', attempts: 1 }), step('ship', {})],
    ]);
    expect(io.err()).toContain('charge  attempt 1, for 0 ms');
    expect(io.err()).toContain('\u001b[1A\u001b[0J');
    expect(screenOf(io.err())).toEqual(['   3.0s  charge  complete', '']);
  });

  it('keeps drawing while time passes, no more than ten times a second', () => {
    const io = fakeIo({ isTTY: true });
    let wall = START;
    const progress = showProgress({ ...io, now: () => wall }, ['charge'], { now: () => wall });
    progress.update([running(1)]);
    for (let frame = 0; frame < 50; frame++) {
      wall += 20;
      vi.advanceTimersByTime(20);
      progress.update([running(1)]);
    }
    expect(io.err().match(/for/g)!.length).toBeGreaterThanOrEqual(9);
    expect(io.err().match(/for/g)!.length).toBeLessThanOrEqual(11);
    progress.end();
    expect(vi.getTimerCount()).toBe(0);
    expect(screenOf(io.err())).toEqual(['']);
  });

  it('never draws a line wider than the terminal', () => {
    const io = fakeIo({ isTTY: true, columns: 20 });
    tell(io, [[0, running(1)]]);
    const lines = plain(io.err()).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(20);
  });

  it('is plain with NO_COLOR', () => {
    const io = fakeIo({ isTTY: true, env: { NO_COLOR: '1' } });
    tell(io, [[0, running(1)]]);
    expect(io.err()).toBe('   0.0s  charge  started\n');
  });
});

function plain(text: string): string {
  return text.replace(/\u001b\[[\d;]*[A-Za-z]/g, '');
}

/** What is left on a terminal after all the drawing. */
function screenOf(text: string): string[] {
  const lines = [''];
  for (const [token, up] of text.matchAll(/\u001b\[(\d+)A|\u001b\[0J|\u001b\[[\d;]*m|\n|[^\u001b\n]+/g)) {
    if (up !== undefined) lines.length -= Number(up);
    else if (token === '\u001b[0J') lines[lines.length - 1] = '';
    else if (token === '\n') lines.push('');
    else if (!token.startsWith('\u001b')) lines[lines.length - 1] += token;
  }
  return lines;
}
