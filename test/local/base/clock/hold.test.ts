import { describe, expect, it } from 'vitest';
import { realClock, virtualClock } from '../../../../lib/local/index.ts';

const moment = () => new Promise((resolve) => setTimeout(resolve, 60));

/** A debugger stops a handler: the work takes longer than the timer that limits it, and ends well. */
describe.each([
  ['a real clock', realClock],
  ['a virtual clock', virtualClock],
])('%s that holds', (_, clockWith) => {
  it.each([
    [true, 'worked'],
    [false, 'timed out'],
  ])('(%s) while work is under way: %s', async (holds, expected) => {
    const clock = clockWith({ holds: () => holds });
    const limit = new AbortController();
    const timeout = clock.sleep(20, limit.signal).then(
      () => 'timed out',
      () => 'was stopped',
    );
    const work = clock.external(moment).then(() => 'worked');
    expect(await Promise.race([work, timeout])).toBe(expected);
    limit.abort();
  });

  it('has its timers fire once the work is over', async () => {
    const clock = clockWith({ holds: () => true });
    const order: string[] = [];
    const timer = clock.sleep(20).then(() => order.push('timer'));
    await clock.external(moment).then(() => order.push('work'));
    await timer;
    expect(order).toEqual(['work', 'timer']);
  });
});
