import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, it, vi } from 'vitest';
import { ExternalWork } from '../../../../lib/local/base/clock/external-work.ts';

/** The storages that ran something, which Node keeps and asks at every promise from then on. */
function storagesUsed(run: { readonly mock: { readonly contexts: readonly unknown[] } }): number {
  return new Set(run.mock.contexts).size;
}

it('leaves one storage with Node, however many clocks there were', async () => {
  const run = vi.spyOn(AsyncLocalStorage.prototype, 'run');
  for (let clock = 0; clock < 5; clock++) {
    await new ExternalWork(() => undefined).run(() => Promise.resolve());
  }
  expect(run).toHaveBeenCalledTimes(5);
  expect(storagesUsed(run)).toBe(1);
  run.mockRestore();
});

it('knows the work of each clock within that of another', async () => {
  const outer = new ExternalWork(() => undefined);
  const inner = new ExternalWork(() => undefined);
  await outer.run(async () => {
    await inner.run(async () => {
      const wakeOuter = outer.fallAsleep();
      expect([outer.isAwake, inner.isAwake]).toEqual([false, true]);
      const wakeInner = inner.fallAsleep();
      expect([outer.isAwake, inner.isAwake]).toEqual([false, false]);
      wakeInner();
      wakeOuter();
      expect([outer.isAwake, inner.isAwake]).toEqual([true, true]);
      await Promise.resolve();
    });
  });
});
