import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../../../lib/local/index.ts';

const START = Date.UTC(2025, 0, 1);

describe('virtualClock', () => {
  it('starts where it is told, or at a fixed time', () => {
    expect(virtualClock().now()).toBe(START);
    expect(virtualClock({ start: 5 }).now()).toBe(5);
  });

  it('jumps over waits', async () => {
    const clock = virtualClock();
    const began = performance.now();
    await clock.sleep(365 * 24 * 3_600_000);
    expect(clock.now()).toBe(START + 365 * 24 * 3_600_000);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('fires timers by time, then in the order in which they were set', async () => {
    const clock = virtualClock();
    const fired: string[] = [];
    const wait = async (name: string, ms: number) => {
      await clock.sleep(ms);
      fired.push(`${name}@${String(clock.now() - START)}`);
    };
    await Promise.all([wait('a', 20), wait('b', 10), wait('c', 20), wait('d', 0), wait('e', 10)]);
    expect(fired).toEqual(['d@0', 'b@10', 'e@10', 'a@20', 'c@20']);
  });

  it('waits for all that can run before it jumps', async () => {
    const clock = virtualClock();
    const fired: number[] = [];
    const chain = async () => {
      await clock.sleep(10);
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      await clock.sleep(10);
      fired.push(clock.now() - START);
    };
    await Promise.all([chain(), clock.sleep(25).then(() => fired.push(clock.now() - START))]);
    expect(fired).toEqual([20, 25]);
  });

  it('a wait that is aborted rejects with the reason, and does not move the clock', async () => {
    const clock = virtualClock();
    const controller = new AbortController();
    const wait = clock.sleep(1_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(wait).rejects.toThrow('enough');
    await expect(clock.sleep(1_000, controller.signal)).rejects.toThrow('enough');
    await clock.sleep(1);
    expect(clock.now()).toBe(START + 1);
  });

  it.each([NaN, Infinity, -Infinity])('refuses to wait for %d ms', (ms) => {
    expect(() => virtualClock().sleep(ms)).toThrow(RangeError);
  });

  it('does not wait for a negative time', async () => {
    const clock = virtualClock();
    await clock.sleep(-5);
    expect(clock.now()).toBe(START);
  });

  describe('external work', () => {
    it('that settles at once takes no time', async () => {
      const clock = virtualClock();
      expect(await clock.external(Promise.resolve(5))).toBe(5);
      await expect(clock.external(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(clock.now()).toBe(START);
    });

    it('that hangs does not stop a timer from firing, in wall time', async () => {
      const clock = virtualClock();
      void clock.external(new Promise(() => {}));
      const began = performance.now();
      await clock.sleep(30);
      expect(performance.now() - began).toBeGreaterThanOrEqual(28);
      expect(clock.now() - START).toBeGreaterThanOrEqual(30);
    });

    it('holds back jumps: a timer far ahead does not fire before work that ends soon', async () => {
      const clock = virtualClock();
      const fired: string[] = [];
      await Promise.all([
        clock.sleep(3_600_000).then(() => fired.push('timer')),
        clock.external(new Promise((resolve) => setTimeout(resolve, 5))).then(() => fired.push('work')),
      ]);
      expect(fired).toEqual(['work', 'timer']);
    });

    it('that sleeps on the clock itself does not count while it sleeps', async () => {
      const clock = virtualClock();
      const began = performance.now();
      const work = (ms: number) => clock.external(async () => clock.sleep(ms));
      await Promise.all([work(3_600_000), work(7_200_000), clock.sleep(5_000_000)]);
      expect(clock.now()).toBe(START + 7_200_000);
      expect(performance.now() - began).toBeLessThan(1_000);
    });

    it('counts again after it has slept', async () => {
      const clock = virtualClock();
      const fired: string[] = [];
      await Promise.all([
        clock.external(async () => {
          await clock.sleep(1_000);
          await new Promise((resolve) => setTimeout(resolve, 5));
          fired.push('work');
        }),
        clock.sleep(3_600_000).then(() => fired.push('timer')),
      ]);
      expect(fired).toEqual(['work', 'timer']);
    });
  });
});
