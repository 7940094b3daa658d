import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnDurations, type MeasuredStep } from '../../lib/client/view/learn-durations.ts';

const ran = (name: string, ms: number): MeasuredStep => ({
  name,
  state: 'complete',
  lastAttemptedAt: new Date(0).toISOString(),
  completedAt: new Date(ms).toISOString(),
});

/** What is learnt of a step that took so long each time. */
const learnt = (...durations: number[]) => learnDurations(durations.map((ms) => [ran('a', ms)])).get('a');

describe('learnDurations', () => {
  it('takes the median over all executions', () => {
    expect(learnt(30)).toEqual({ samples: 1, ms: 30 });
    expect(learnt(500, 10, 20)).toEqual({ samples: 3, ms: 20 });
    expect(learnt(500, 10, 20, 41)).toEqual({ samples: 4, ms: 31 });
  });

  it('never says 0, which is no duration', () => {
    expect(learnt(0)).toEqual({ samples: 1, ms: 1 });
  });

  it('counts only attempts that succeeded and were seen', () => {
    const executions: MeasuredStep[][] = [
      [ran('a', 10), { ...ran('b', 99), state: 'error' }, { name: 'c', state: 'pending' }],
      [
        { ...ran('a', 99), state: 'cancelled' },
        { ...ran('b', 99), state: 'waiting_for_retry' },
      ],
      [ran('a', 20), { name: 'c', state: 'complete', completedAt: new Date(5).toISOString() }],
    ];
    expect([...learnDurations(executions)]).toEqual([
      ['a', { samples: 2, ms: 15 }],
      ['b', { samples: 0 }],
      ['c', { samples: 0 }],
    ]);
  });

  it('learns nothing from nothing', () => {
    expect(learnDurations([]).size).toBe(0);
  });

  it('has half of the samples on either side, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 20 }), (durations) => {
        const { samples, ms = 0 } = learnt(...durations)!;
        expect(samples).toBe(durations.length);
        expect(learnt(...durations.toReversed())).toEqual({ samples, ms });
        // A median between two samples is rounded up.
        expect(durations.filter((each) => each < ms - 0.5).length).toBeLessThanOrEqual(samples / 2);
        expect(durations.filter((each) => each > ms).length).toBeLessThanOrEqual(samples / 2);
      }),
    );
  });
});
