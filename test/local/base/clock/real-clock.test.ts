import { afterEach, describe, expect, it, vi } from 'vitest';
import { realClock } from '../../../../lib/local/index.ts';

describe('realClock', () => {
  it('follows the wall clock', () => {
    expect(Math.abs(realClock().now() - Date.now())).toBeLessThan(50);
  });

  describe('when the clock of the machine jumps', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('follows it forwards, as after a laptop has slept, and ends the waits that are over', async () => {
      vi.useFakeTimers({ now: 1_000_000 });
      const clock = realClock();
      const wait = clock.sleep(3_600_000).then(() => 'over');
      vi.setSystemTime(1_000_000 + 8 * 3_600_000);
      expect(clock.now()).toBe(1_000_000 + 8 * 3_600_000);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await Promise.race([wait, Promise.resolve('still waiting')])).toBe('over');
    });

    it('does not follow it backwards', () => {
      vi.useFakeTimers({ now: 1_000_000 });
      const clock = realClock();
      vi.setSystemTime(400_000);
      expect(clock.now()).toBe(1_000_000);
      vi.setSystemTime(400_500);
      expect(clock.now()).toBe(1_000_500);
    });
  });

  it('passes time as fast as its scale says', async () => {
    const clock = realClock({ scale: 3_600_000 });
    const start = clock.now();
    const began = performance.now();
    await clock.sleep(3_600_000);
    expect(clock.now() - start).toBeGreaterThanOrEqual(3_600_000);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('a wait that is aborted rejects with the reason', async () => {
    const controller = new AbortController();
    const wait = realClock().sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(wait).rejects.toThrow('enough');
    await expect(realClock().sleep(1, controller.signal)).rejects.toThrow('enough');
  });

  it('hands on external work', async () => {
    const clock = realClock();
    expect(await clock.external(Promise.resolve(1))).toBe(1);
    expect(await clock.external(async () => 2)).toBe(2);
  });

  it('runs in real time while external work is under way', async () => {
    const clock = realClock({ scale: 1_000 });
    const start = clock.now();
    let isOver = false;
    // A tenth of a second, if time passed fast.
    const timeout = clock.sleep(100_000).then(() => (isOver = true));
    await clock.external(async () => new Promise((resolve) => setTimeout(resolve, 300)));
    expect(isOver).toBe(false);
    expect(clock.now() - start).toBeLessThan(100_000);
    // Then the rest passes fast again.
    const began = performance.now();
    await timeout;
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(clock.now() - start).toBeGreaterThanOrEqual(100_000);
  });

  it('passes fast while external work sleeps on it', async () => {
    const clock = realClock({ scale: 10_000 });
    const began = performance.now();
    await clock.external(() => clock.sleep(60_000));
    await clock.external(() => Promise.all([clock.sleep(60_000), clock.sleep(50_000)]));
    expect(performance.now() - began).toBeLessThan(2_000);
    // Work that has ended does not hold the clock.
    const start = clock.now();
    await clock.sleep(60_000);
    expect(clock.now() - start).toBeGreaterThanOrEqual(60_000);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it.each([0, -1, NaN])('refuses the scale %d', (scale) => {
    expect(() => realClock({ scale })).toThrow(RangeError);
  });

  it('refuses to wait for what is no number', async () => {
    await expect(realClock().sleep(NaN)).rejects.toThrow(RangeError);
  });
});
