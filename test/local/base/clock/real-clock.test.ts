import { describe, expect, it } from 'vitest';
import { realClock } from '../../../../lib/local/index.ts';

describe('realClock', () => {
  it('follows the wall clock', () => {
    expect(Math.abs(realClock().now() - Date.now())).toBeLessThan(50);
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

  it.each([0, -1, NaN])('refuses the scale %d', (scale) => {
    expect(() => realClock({ scale })).toThrow(RangeError);
  });

  it('refuses to wait for what is no number', async () => {
    await expect(realClock().sleep(NaN)).rejects.toThrow(RangeError);
  });
});
