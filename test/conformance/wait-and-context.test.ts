import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../lib/local/index.ts';
import { LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const start = Date.UTC(2025, 0, 1);
const FORMAT =
  /The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: \$\.at == /;

describe('Wait', () => {
  const rows: readonly (readonly [fields: object, input: object, expected: number | RegExp, source?: string])[] = [
    [{ Seconds: 10 }, {}, 10],
    [{ Seconds: 0 }, {}, 0],
    [{ Seconds: 99_999_999 }, {}, 99_999_999],
    [{ SecondsPath: '$.s' }, { s: 7 }, 7],
    [{ SecondsPath: '$.s' }, { s: 0 }, 0],
    [{ SecondsPath: '$$.Execution.Input.s' }, { s: 3 }, 3],
    [{ InputPath: '$.in', SecondsPath: '$.s' }, { in: { s: 4 } }, 4],
    [{ SecondsPath: '$.s' }, { s: -1 }, /negative/, Source.unknown],
    [{ SecondsPath: '$.s' }, { s: 99_999_999 }, 99_999_999],
    [{ Timestamp: '9999-01-01T00:00:00Z' }, {}, /Wait state delay is too long\.$/, Source.observed],
    [{ SecondsPath: '$.s' }, { s: '7' }, /integer/, Source.unknown],
    [{ SecondsPath: '$.s' }, { s: 1.5 }, /integer/, Source.unknown],
    [{ SecondsPath: '$.s' }, {}, /Invalid path '\$\.s' : No results for path: \$\['s'\]$/],
    [{ Timestamp: '2025-01-01T00:01:00Z' }, {}, 60],
    [{ Timestamp: '2025-01-01T01:01:00+01:00' }, {}, 60],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, {}, 0, Source.recorded('test_wait.py test_timestamp_in_past')],
    [{ TimestampPath: '$.at' }, { at: '2025-01-01T00:00:30Z' }, 30],
    [{ TimestampPath: '$.at' }, { at: '2025-01-01t00:01z' }, 60, `follows from ${Source.sfnx}`],
    [{ TimestampPath: '$.at' }, { at: '2025-02-30T00:00:00Z' }, FORMAT, `follows from ${Source.sfnx}`],
    [
      { TimestampPath: '$.at' },
      { at: '2025-01-01T00:00:30.000Z' },
      30,
      Source.recorded('test_wait.py test_wait_timestamppath'),
    ],
    [
      { TimestampPath: '$.at' },
      { at: '2025-01-01T00:00:30.0000000Z' },
      30,
      Source.recorded('test_wait.py test_wait_timestamppath'),
    ],
    [
      { TimestampPath: '$.at' },
      { at: '2025-01-01T00:00:30' },
      FORMAT,
      Source.recorded('test_wait.py test_wait_timestamppath'),
    ],
    [
      { TimestampPath: '$.at' },
      { at: '2016-12-05 21:29:29Z' },
      FORMAT,
      Source.recorded('test_base_scenarios.py test_wait_timestamp_path'),
    ],
    [
      { TimestampPath: '$.at' },
      { at: '2016-13-05T21:29:29Z' },
      FORMAT,
      Source.recorded('test_base_scenarios.py test_wait_timestamp_path'),
    ],
    [
      { TimestampPath: '$.at' },
      { at: '2016-12-05T25:29:29Z' },
      FORMAT,
      Source.recorded('test_base_scenarios.py test_wait_timestamp_path'),
    ],
    [
      { TimestampPath: '$.at' },
      { at: '05-12-2016T21:29:29Z' },
      FORMAT,
      Source.recorded('test_base_scenarios.py test_wait_timestamp_path'),
    ],
    [{ TimestampPath: '$.at' }, { at: 5 }, /string/, Source.unknown],
  ];
  it.each(rows.map((row) => [JSON.stringify([row[0], row[1]]), row] as const))(
    '%s',
    async (_name, [fields, input, expected]) => {
      const clock = virtualClock({ start });
      const run = await runMachine(machine({ W: { Type: 'Wait', ...fields, End: true } }), input, {}, { clock });
      if (!(expected instanceof RegExp)) return expect([run.status, run.seconds]).toEqual(['SUCCEEDED', expected]);
      expect(run.error).toBe('States.Runtime');
      expect(run.cause).toMatch(expected);
      expect(run.events.at(-1)).toBe('3<2 ExecutionFailed');
    },
  );

  it('hands on its input', async () => {
    const { output } = await runMachine(machine({ W: { Type: 'Wait', Seconds: 1, OutputPath: '$.a', End: true } }), {
      a: 1,
    });
    expect(output).toBe(1);
  });
});

describe('the context object', () => {
  const clock = () => virtualClock({ start });
  const read = async (path: string, more: object = {}, input: object = { in: 1 }) => {
    const state = { Type: 'Pass', Parameters: { 'value.$': path }, OutputPath: '$.value', End: true };
    return runMachine(
      machine({ S: { ...state, ...more } }),
      input,
      {},
      { clock: clock(), stateMachineName: 'Machine', name: 'run-1' },
    );
  };
  const context = Source.recorded('test_context_object.py test_input_path[$$]');

  it.each([
    ['$$.Execution.Id', 'arn:aws:states:us-east-1:123456789012:execution:Machine:run-1'],
    ['$$.Execution.Input', { in: 1 }],
    ['$$.Execution.Input.in', 1],
    ['$$.Execution.Name', 'run-1'],
    ['$$.Execution.StartTime', '2025-01-01T00:00:00.000Z'],
    ['$$.Execution.RoleArn', 'arn:aws:iam::123456789012:role/Machine'],
    ['$$.Execution.RedriveCount', 0],
    ['$$.State.Name', 'S'],
    ['$$.State.EnteredTime', '2025-01-01T00:00:00.000Z'],
    ['$$.StateMachine.Id', 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine'],
    ['$$.StateMachine.Name', 'Machine'],
    ['$$..Name', ['run-1', 'Machine', 'S']],
  ])('%s', async (path, expected) => {
    const { output } = await read(path);
    if (Array.isArray(expected)) expect([...(output as string[])].sort()).toEqual([...expected].sort());
    else expect(output).toEqual(expected);
  });

  it(`$$ is all of it; a Pass has no RetryCount (${context})`, async () => {
    const { output } = await read('$$');
    expect(Object.keys(output as object).sort()).toEqual(['Execution', 'State', 'StateMachine']);
    expect((output as any).State).toEqual({ Name: 'S', EnteredTime: '2025-01-01T00:00:00.000Z' });
  });

  it.each(['$$.Execution.RedriveTime', '$$.Task.Token', '$$.Map.Item.Index', '$$.State.RetryCount', '$$.X'])(
    '%s is not there in a Pass',
    async (path) => {
      expect((await read(path)).error).toBe('States.Runtime');
    },
  );

  it('EnteredTime is the time at which the state was entered, not tried again', async () => {
    const definition = machine({
      W: { Type: 'Wait', Seconds: 5, Next: 'T' },
      T: {
        Type: 'Task',
        Resource: LAMBDA,
        Parameters: { 'at.$': '$$.State.EnteredTime', 'retry.$': '$$.State.RetryCount' },
        Retry: [{ ErrorEquals: ['E'] }],
        End: true,
      },
    });
    const { calls } = await runMachine(definition, {}, { T: [{ error: 'E' }, { result: 1 }] }, { clock: clock() });
    expect(calls.map(({ parameters }) => parameters)).toEqual([
      { at: '2025-01-01T00:00:05.000Z', retry: 0 },
      { at: '2025-01-01T00:00:05.000Z', retry: 1 },
    ]);
  });

  it(`RetryCount counts 0, 1, 2, 3 (${Source.recorded('test_base_scenarios.py test_lambda_service_invoke_with_retry_extended_input')})`, async () => {
    const definition = machine({
      T: {
        Type: 'Task',
        Resource: LAMBDA,
        Parameters: { 'n.$': '$$.State.RetryCount' },
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        End: true,
      },
    });
    const { calls, status } = await runMachine(definition, {}, { T: [{ error: 'E' }] });
    expect(calls.map(({ parameters }) => parameters.n)).toEqual([0, 1, 2, 3]);
    expect(status).toBe('FAILED');
  });

  it('inside a Map the item is there, and the execution is the whole one', async () => {
    const definition = machine({
      M: {
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'P',
          States: {
            P: {
              Type: 'Pass',
              Parameters: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'e.$': '$$.Execution.Input' },
              End: true,
            },
          },
        },
        End: true,
      },
    });
    expect((await runMachine(definition, ['a', 'b'])).output).toEqual([
      { i: 0, v: 'a', e: ['a', 'b'] },
      { i: 1, v: 'b', e: ['a', 'b'] },
    ]);
  });
});
