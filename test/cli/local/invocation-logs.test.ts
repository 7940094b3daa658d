import { describe, expect, it } from 'vitest';
import { InvocationLogs } from '../../../lib/cli/local/invocation-logs.ts';

const event = (run: string) => JSON.stringify({ execution: { Execution: { Name: run } }, step: { name: 'pay' } });

/** What is kept of logs of ten characters each. */
function keptOf(runs: readonly string[], mostChars: number) {
  const logs = new InvocationLogs({ now: () => 7 }, mostChars);
  for (const [index, run] of runs.entries()) logs.add('f', `${index}`.padEnd(10), event(run));
  return (run: string) => logs.of(run).map(({ text }) => Number(text));
}

describe('the logs of invocations', () => {
  it('are kept task by task, whatever a plain function is sent', () => {
    const logs = new InvocationLogs({ now: () => 7 });
    logs.add('f', 'paid', event('one'));
    logs.add('f', 'of a plain function', '"text"');
    expect(logs.of('one')).toEqual([{ step: 'pay', functionName: 'f', at: 7, text: 'paid' }]);
    expect(logs.of('two')).toEqual([]);
  });

  it('are forgotten with the task that has logged nothing for longest, where they take too much', () => {
    const kept = keptOf(['one', 'two', 'one', 'three'], 35);
    expect([kept('one'), kept('two'), kept('three')]).toEqual([[0, 2], [], [3]]);
  });

  it('are forgotten from the first on, of a task that alone takes too much', () => {
    expect(keptOf(['one', 'one', 'one', 'one'], 25)('one')).toEqual([2, 3]);
  });

  it('are those of 500 tasks, each up to 20,000 characters', () => {
    const logs = new InvocationLogs({ now: () => 7 });
    for (let run = 0; run <= 500; run++) logs.add('f', 'x'.repeat(20_001), event(`run ${run}`));
    expect(logs.of('run 0')).toEqual([]);
    expect(logs.of('run 1')[0]?.text).toHaveLength(20_001);
    expect(logs.of('run 500')[0]?.text.endsWith('x…')).toBe(true);
  });
});
