import { describe, expect, it } from 'vitest';
import { startExecution, virtualClock } from '../../../lib/local/index.ts';
import { eventLine, machine, runMachine } from '../../conformance/run-machine.ts';

const branch = (states: Readonly<Record<string, object>>) => machine(states);
const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }], End: true };
const done = { Type: 'Succeed' };

describe('the end of a container', () => {
  it('is that of the branch that failed first, when another fails in the same moment', async () => {
    const Branches = ['A', 'B'].map((name) => branch({ [name]: { Type: 'Fail', Error: name } }));
    const { output, events } = await runMachine(machine({ P: { Type: 'Parallel', Branches, ...caught }, Done: done }));
    expect(output).toMatchObject({ Error: 'A' });
    expect(events.slice(2, 8)).toEqual([
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered A',
      '5<3 FailStateEntered B',
      '6<4 ParallelStateFailed',
      '7<6 ParallelStateExited P',
      '8<7 SucceedStateEntered Done',
    ]);
  });

  it('ends the other iterations too when an item could not be selected', async () => {
    const clock = virtualClock();
    const { history, finished } = startExecution({
      definition: machine(
        {
          M: {
            Type: 'Map',
            Items: [{ ready: true }, {}],
            ItemSelector: '{% $states.context.Map.Item.Value.ready %}',
            ItemProcessor: branch({ Long: { Type: 'Wait', Seconds: 10, End: true } }),
            ...caught,
          },
          Done: { Type: 'Wait', Seconds: 60, End: true },
        },
        { QueryLanguage: 'JSONata' },
      ),
      input: {},
      clock,
      invoke: async () => null,
    });
    expect((await finished).status).toBe('SUCCEEDED');
    const lines = history.map(eventLine).join('\n');
    expect(lines).toMatch(/WaitStateEntered Long\n(.*\n)*.*MapStateFailed/);
    expect(lines).not.toContain('WaitStateExited Long');
  });

  it('aborts what runs in its other branches, however deep, and calls none of it failed', async () => {
    const Iterator = branch({ Long: { Type: 'Wait', Seconds: 10, End: true } });
    const Branches = [
      branch({ M: { Type: 'Map', ItemsPath: '$.items', Iterator, End: true } }),
      branch({ Soon: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: { Type: 'Fail', Error: 'Late' } }),
    ];
    const definition = machine({ P: { Type: 'Parallel', Branches, ...caught }, Done: done });
    const { history, finished } = startExecution({
      definition,
      input: { items: [1, 2] },
      clock: virtualClock(),
      invoke: async () => null,
    });
    expect((await finished).status).toBe('SUCCEEDED');
    const types = history.map(({ type }) => type);
    expect(types.filter((type) => type === 'MapIterationAborted')).toHaveLength(2);
    expect(types).not.toContain('MapIterationFailed');
  });
});
