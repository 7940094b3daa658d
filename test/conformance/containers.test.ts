import { describe, expect, it } from 'vitest';
import { eventLine, LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';
import { startExecution, virtualClock } from '../../lib/local/index.ts';

const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, ...more, End: true });
const wait = (Seconds: number) => ({ Type: 'Wait', Seconds, End: true });
const pass = { Type: 'Pass', End: true };
const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
const parallel = (branches: readonly object[], more: object = {}) =>
  machine({ P: { Type: 'Parallel', Branches: branches, ...more, End: true }, Caught: { Type: 'Succeed' } });
const map = (state: object, more: object = {}) =>
  machine({ M: { Type: 'Map', ItemProcessor: branch('I', state), ...more, End: true }, Caught: { Type: 'Succeed' } });

describe('Parallel', () => {
  it('gives the outputs in the order of its branches, whichever ends first', async () => {
    const definition = parallel([
      branch('A', { ...wait(20), InputPath: '$.a' }),
      branch('B', { ...wait(10), InputPath: '$.b' }),
    ]);
    const run = await runMachine(definition, { a: 1, b: 2 });
    expect([run.output, run.seconds]).toEqual([[1, 2], 20]);
  });

  it('interleaves waits of 10 s and 20 s as they would pass', async () => {
    const chain = (name: string, seconds: number) => ({
      StartAt: `${name}1`,
      States: {
        [`${name}1`]: { Type: 'Wait', Seconds: seconds, Next: `${name}2` },
        [`${name}2`]: wait(seconds),
      },
    });
    const run = await runMachine(parallel([chain('Slow', 20), chain('Fast', 10)]));
    const exits = run.history.filter(({ type }) => type === 'WaitStateExited');
    const start = Number(run.history[0]!.timestamp);
    expect(
      exits.map((event) => [Number(event.timestamp) - start, (event as any).stateExitedEventDetails.name]),
    ).toEqual([
      [10, 'Fast1'],
      [20, 'Slow1'],
      [20, 'Fast2'],
      [40, 'Slow2'],
    ]);
  });

  it('sends each branch the effective input', async () => {
    const run = await runMachine(
      parallel([branch('A', pass), branch('B', pass)], { InputPath: '$.x', Parameters: { 'y.$': '$' } }),
      { x: 1 },
    );
    expect(run.output).toEqual([{ y: 1 }, { y: 1 }]);
  });

  it('has ResultSelector, ResultPath and OutputPath', async () => {
    const more = { ResultSelector: { 'first.$': '$[0]' }, ResultPath: '$.r', OutputPath: '$.r' };
    expect((await runMachine(parallel([branch('A', pass), branch('B', pass)], more), { k: 1 })).output).toEqual({
      first: { k: 1 },
    });
  });

  it(`raises the error of the branch, not one of its own (${Source.recorded('test_base_scenarios.py test_parallel_state_fail')})`, async () => {
    const run = await runMachine(
      parallel([branch('A', { Type: 'Fail', Error: 'Inner', Cause: 'c' }), branch('B', wait(9))]),
    );
    expect([run.error, run.cause, run.seconds]).toEqual(['Inner', 'c', 0]);
  });

  it('aborts its other branches at once; their tasks are told', async () => {
    const clock = virtualClock();
    const aborted: string[] = [];
    const execution = startExecution({
      definition: parallel([branch('A', task()), branch('B', task()), branch('C', wait(60))], {
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      }),
      input: {},
      clock,
      invoke: async ({ stateName, signal, clock: time }) => {
        signal.addEventListener('abort', () => aborted.push(stateName));
        await time.sleep(stateName === 'A' ? 1000 : 50_000, signal);
        throw new Error(stateName);
      },
    });
    // The mistake of A ends the execution; B is told to stop.
    const outcome = await execution.finished;
    expect([outcome.status, aborted]).toEqual(['FAILED', ['B']]);
  });

  it('tells the history which states were aborted', async () => {
    const definition = parallel([
      branch('A', task()),
      branch('B', task()),
      branch('C', wait(60)),
      branch('D', pass),
      branch('E', { Type: 'Parallel', Branches: [branch('F', wait(70))], End: true }),
    ]);
    const run = await runMachine(definition, {}, { A: [{ error: 'E', after: 5 }], B: ['hang'] });
    const failed = run.history.findIndex(({ type }) => type === 'TaskFailed');
    const id = String(failed + 1);
    expect(run.history.slice(failed + 1).map((event) => eventLine(event).replace(/^\d+/, ''))).toEqual([
      `<${id} TaskStateAborted`,
      `<${id} TaskStateAborted`,
      `<${id} WaitStateAborted`,
      `<${id} WaitStateAborted`,
      `<${id} ParallelStateAborted`,
      `<${id} ParallelStateFailed`,
      `<${String(failed + 7)} ExecutionFailed`,
    ]);
    expect(run.seconds).toBe(5);
  });

  it('nests', async () => {
    const inner = { Type: 'Parallel', Branches: [branch('C', pass), branch('D', pass)], End: true };
    expect((await runMachine(parallel([branch('A', inner), branch('B', pass)]), 1)).output).toEqual([[1, 1], 1]);
  });

  it('a branch that catches its own error goes on', async () => {
    const own = {
      StartAt: 'A',
      States: {
        A: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handled' }] }),
        Handled: { Type: 'Pass', Result: 'ok', End: true },
      },
    };
    expect((await runMachine(parallel([own, branch('B', pass)]), 1, { A: [{ error: 'E' }] })).output).toEqual([
      'ok',
      1,
    ]);
  });

  it('two branches that fail at the same moment: the first is told, once', async () => {
    const run = await runMachine(
      parallel([branch('A', { Type: 'Fail', Error: 'One' }), branch('B', { Type: 'Fail', Error: 'Two' })]),
    );
    expect(run.error).toBe('One');
    expect(run.events.filter((event) => event.includes('ParallelStateFailed'))).toHaveLength(1);
  });
});

describe('Map, inline', () => {
  it('gives the outputs in the order of the items', async () => {
    const definition = map({ Type: 'Wait', SecondsPath: '$', End: true });
    const run = await runMachine(definition, [3, 1, 2]);
    expect([run.output, run.seconds]).toEqual([[3, 1, 2], 3]);
  });

  it.each([
    [{}, [1, 2], [1, 2]],
    [{ ItemsPath: '$.a' }, { a: [1] }, [1]],
    [{ InputPath: '$.x', ItemsPath: '$.a' }, { x: { a: [1] } }, [1]],
    [{ ItemsPath: '$$.Execution.Input.a' }, { a: [5] }, [5]],
    [
      { ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'k.$': '$.k' }, ItemsPath: '$.a' },
      { a: ['x'], k: 1 },
      [{ v: 'x', i: 0, k: 1 }],
    ],
    [{ Parameters: { 'v.$': '$$.Map.Item.Value' } }, [7], [{ v: 7 }]],
    [{ ItemSelector: { fixed: 1 } }, [7, 8], [{ fixed: 1 }, { fixed: 1 }]],
    [{ ResultPath: '$.r', ItemsPath: '$.a' }, { a: [1] }, { a: [1], r: [1] }],
    [{ ResultPath: null, ItemsPath: '$.a' }, { a: [1] }, { a: [1] }],
    [{ ResultSelector: { 'n.$': 'States.ArrayLength($)' } }, [1, 2], { n: 2 }],
    [{ ItemProcessor: undefined, Iterator: branch('I', pass) }, [1], [1]],
    [{ ItemProcessor: { ...branch('I', pass), ProcessorConfig: { Mode: 'INLINE' } } }, [1], [1]],
  ])('%j of %j', async (more, input, expected) => {
    expect((await runMachine(map(pass, more), input)).output).toEqual(expected);
  });

  it.each([
    [{ ItemsPath: '$.a' }, { a: 5 }, /must point to array/],
    [{ ItemsPath: '$.a' }, { a: { b: 1 } }, /must point to array/],
    [{ ItemsPath: '$.a' }, {}, /Invalid path '\$\.a' : No results for path: \$\['a'\]$/],
    [{ ItemSelector: { 'x.$': '$.nope' } }, [1], /could not be found/],
  ])('%j of %j fails with States.Runtime', async (more, input, cause) => {
    const run = await runMachine(map(pass, more), input);
    expect(run.error).toBe('States.Runtime');
    expect(run.cause).toMatch(cause);
  });

  it.each([
    [{}, 80, 2],
    [{ MaxConcurrency: 0 }, 41, 2],
    [{ MaxConcurrency: 100 }, 80, 2],
    [{ MaxConcurrency: 40 }, 40, 1],
    [{ MaxConcurrency: 1 }, 3, 3],
    [{ MaxConcurrency: 2 }, 5, 3],
    [{ MaxConcurrencyPath: '$.n', ItemsPath: '$.items' }, 6, 2],
  ])('%j with %i items takes %i rounds (at most 40 at once)', async (more, count, rounds) => {
    const items = Array.from({ length: count }, () => 1);
    const input = 'ItemsPath' in more ? { n: 3, items } : items;
    expect((await runMachine(map(wait(10), more), input)).seconds).toBe(rounds * 10);
  });

  it('starts the next item as soon as any ends', async () => {
    const definition = map({ Type: 'Wait', SecondsPath: '$', End: true }, { MaxConcurrency: 2 });
    expect((await runMachine(definition, [10, 1, 1, 1])).seconds).toBe(10);
  });

  it(`raises the error of the iteration (${Source.recorded('test_base_scenarios.py test_map_state_retry')})`, async () => {
    const run = await runMachine(map({ Type: 'Fail', Error: 'HandleItemFailError', Cause: 'c' }), [1, 2]);
    expect([run.error, run.cause]).toEqual(['HandleItemFailError', 'c']);
  });

  it('starts no more items after one has failed', async () => {
    const run = await runMachine(map(task(), { MaxConcurrency: 1 }), [1, 2, 3], { I: [{ result: 1 }, { error: 'E' }] });
    expect([run.calls.length, run.error]).toEqual([2, 'E']);
  });

  it('an item that catches its own error gives the output of its handler', async () => {
    const processor = {
      StartAt: 'I',
      States: {
        I: task({ Catch: [{ ErrorEquals: ['E'], Next: 'H' }] }),
        H: { Type: 'Pass', Result: 'handled', End: true },
      },
    };
    const run = await runMachine(map(pass, { ItemProcessor: processor, MaxConcurrency: 1 }), [1, 2], {
      I: [{ error: 'E' }, { result: 2 }],
    });
    expect(run.output).toEqual(['handled', 2]);
  });

  it('nests', async () => {
    const inner = {
      Type: 'Map',
      ItemProcessor: branch('J', { ...pass, Parameters: { 'v.$': '$$.Map.Item.Value' }, OutputPath: '$.v' }),
      End: true,
    };
    expect((await runMachine(map(inner), [[1, 2], [3]])).output).toEqual([[1, 2], [3]]);
  });

  it('counts 4 events and 2 per item beside those of the states inside', async () => {
    const run = await runMachine(
      map(task()),
      Array.from({ length: 10 }, () => 1),
    );
    expect(run.history.length).toBe(2 + 4 + 10 * (2 + 5));
  });
});
