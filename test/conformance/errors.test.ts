import { describe, expect, it } from 'vitest';
import type { MockStep as Step } from '../../lib/local/kit/run-machine.ts';
import { LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, ...more, End: true });
const caught = { Caught: { Type: 'Succeed' } };
const lambdaError = '{"errorType":"Boom","errorMessage":"no"}';

/** Names in `ErrorEquals`, the error that the task raises, and whether they stand for it. */
const matches: readonly (readonly [
  names: readonly string[],
  raised: Step | 'timeout',
  expected: boolean,
  source?: string,
])[] = [
  [['Boom'], { error: 'Boom' }, true],
  [['boom'], { error: 'Boom' }, false],
  [['Other'], { error: 'Boom' }, false],
  [['Other', 'Boom'], { error: 'Boom' }, true],
  [['States.ALL'], { error: 'Boom' }, true],
  [['States.TaskFailed'], { error: 'Boom' }, true, Source.errors],
  [['States.TaskFailed'], { error: 'Lambda.ServiceException' }, true, Source.errors],
  [['States.TaskFailed'], 'timeout', false, Source.errors],
  [['States.Timeout'], 'timeout', true, Source.errors],
  [['States.ALL'], 'timeout', true, Source.errors],
  [['States.HeartbeatTimeout'], 'timeout', false, Source.errors],
  [['States.Timeout'], { error: 'Boom' }, false],
  [['States.Permissions'], { error: 'States.Permissions' }, true],
  [['States.Runtime'], { error: 'States.Runtime' }, false, Source.errors],
  [['States.ALL'], { error: 'States.Runtime' }, false, Source.errors],
  [['States.DataLimitExceeded'], { error: 'States.DataLimitExceeded' }, true, Source.recorded('test_states_errors.py')],
  [['Lambda.Unknown', 'Sandbox.Timedout'], { error: 'Sandbox.Timedout' }, true, Source.errors],
];

describe('errors: which names match', () => {
  it.each(matches.map((row) => [JSON.stringify([row[0], row[1]]), row] as const))(
    'Catch %s',
    async (_name, [names, raised, expected]) => {
      const definition = machine({
        T: task({ TimeoutSeconds: 5, Catch: [{ ErrorEquals: names, Next: 'Caught' }] }),
        ...caught,
      });
      const { status } = await runMachine(definition, {}, { T: [raised === 'timeout' ? 'hang' : raised] });
      expect(status).toBe(expected ? 'SUCCEEDED' : 'FAILED');
    },
  );

  it.each(matches.map((row) => [JSON.stringify([row[0], row[1]]), row] as const))(
    'Retry %s',
    async (_name, [names, raised, expected]) => {
      const definition = machine({ T: task({ TimeoutSeconds: 5, Retry: [{ ErrorEquals: names, MaxAttempts: 1 }] }) });
      const { calls } = await runMachine(definition, {}, { T: [raised === 'timeout' ? 'hang' : raised] });
      expect(calls.length).toBe(expected ? 2 : 1);
    },
  );
});

describe('errors: retriers', () => {
  const delays = async (retry: readonly object[], steps: readonly Step[], seed = 0) => {
    const { calls, status } = await runMachine(machine({ T: task({ Retry: retry }) }), {}, { T: steps }, { seed });
    return {
      status,
      at: calls.map(({ at }) => at),
      gaps: calls.slice(1).map(({ at }, index) => at - calls[index]!.at),
    };
  };
  const fails: readonly Step[] = [{ error: 'E' }];
  const all = ['States.ALL'];

  /** A retrier, and the seconds between the attempts of a task that always fails. */
  const backoffs: readonly (readonly [retrier: object, gaps: readonly number[], source?: string])[] = [
    [{}, [1, 2, 4], Source.errors],
    [{ MaxAttempts: 0 }, [], Source.errors],
    [{ MaxAttempts: 1 }, [1]],
    [{ MaxAttempts: 5, IntervalSeconds: 2 }, [2, 4, 8, 16, 32]],
    [{ BackoffRate: 1, IntervalSeconds: 3 }, [3, 3, 3]],
    [{ BackoffRate: 1.5, IntervalSeconds: 2 }, [2, 3, 4.5]],
    [{ BackoffRate: 3, MaxDelaySeconds: 5 }, [1, 3, 5], Source.errors],
    [{ IntervalSeconds: 10, MaxDelaySeconds: 4 }, [4, 4, 4]],
    [{ MaxAttempts: 6, MaxDelaySeconds: 10, JitterStrategy: 'NONE' }, [1, 2, 4, 8, 10, 10]],
  ];
  it.each(backoffs.map((row) => [JSON.stringify(row[0]), row] as const))('%s', async (_name, [retrier, gaps]) => {
    const run = await delays([{ ErrorEquals: all, ...retrier }], fails);
    expect(run.status).toBe('FAILED');
    expect(run.gaps).toEqual(gaps);
  });

  it('jitter FULL draws from 0 to the delay, the same for the same seed', async () => {
    const retry = [{ ErrorEquals: all, IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 20, JitterStrategy: 'FULL' }];
    const one = await delays(retry, fails, 1);
    expect(one.gaps.every((gap) => gap >= 0 && gap <= 10)).toBe(true);
    expect(new Set(one.gaps).size).toBeGreaterThan(15);
    expect((await delays(retry, fails, 1)).gaps).toEqual(one.gaps);
    expect((await delays(retry, fails, 2)).gaps).not.toEqual(one.gaps);
  });

  it('each retrier counts for itself; the first that matches decides', async () => {
    // ErrorA once, ErrorB once, ErrorA again: the documented example of counters that stay.
    const retry = [
      { ErrorEquals: ['A', 'B'], MaxAttempts: 2, IntervalSeconds: 1, BackoffRate: 2 },
      { ErrorEquals: ['C'], IntervalSeconds: 5, MaxAttempts: 2 },
    ];
    const steps: Step[] = [
      { error: 'A' },
      { error: 'C' },
      { error: 'B' },
      { error: 'C' },
      { error: 'B' },
      { result: 1 },
    ];
    const run = await delays(retry, steps);
    expect(run.gaps).toEqual([1, 5, 2, 10]);
    expect(run.status).toBe('FAILED');
  });

  it('a used-up retrier does not give way to a later one', async () => {
    const retry = [
      { ErrorEquals: ['E'], MaxAttempts: 1 },
      { ErrorEquals: all, MaxAttempts: 9 },
    ];
    expect((await delays(retry, fails)).gaps).toEqual([1]);
  });

  it('counters start anew when the state is entered again', async () => {
    const definition = machine({
      T: {
        ...task({ Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] }),
        End: undefined,
        Next: 'Again',
        ResultPath: '$.n',
      },
      Again: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: 2, Next: 'T' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
    });
    const steps: Step[] = [{ error: 'E' }, { result: 1 }, { error: 'E' }, { result: 2 }];
    expect((await runMachine(definition, {}, { T: steps })).status).toBe('SUCCEEDED');
  });

  it('retries come before catchers', async () => {
    const definition = machine({
      T: task({ Retry: [{ ErrorEquals: all, MaxAttempts: 2 }], Catch: [{ ErrorEquals: all, Next: 'Caught' }] }),
      ...caught,
    });
    const run = await runMachine(definition, {}, { T: fails });
    expect([run.status, run.calls.length]).toEqual(['SUCCEEDED', 3]);
  });

  it.each(['Parallel', 'Map'])('a %s is retried as a whole', async (type) => {
    const branch = { StartAt: 'T', States: { T: task() } };
    const inner = type === 'Parallel' ? { Branches: [branch] } : { ItemProcessor: branch };
    const definition = machine({
      C: { Type: type, ...inner, Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 3 }], End: true },
    });
    const run = await runMachine(definition, [1], { T: [{ error: 'E' }, { result: 5 }] });
    expect([run.status, run.output, run.seconds]).toEqual(['SUCCEEDED', [5], 3]);
  });
});

describe('errors: catchers', () => {
  const all = ['States.ALL'];
  const run = (catcher: object, step: Step = { error: 'Boom', cause: lambdaError }, more: object = {}) =>
    runMachine(
      machine({ T: task({ ...more, Catch: [{ ErrorEquals: all, Next: 'Caught', ...catcher }] }), ...caught }),
      { a: 1 },
      { T: [step] },
    );

  it.each([
    [{}, { Error: 'Boom', Cause: lambdaError }],
    [{ ResultPath: '$' }, { Error: 'Boom', Cause: lambdaError }],
    [{ ResultPath: '$.e' }, { a: 1, e: { Error: 'Boom', Cause: lambdaError } }],
    [{ ResultPath: '$.x.y' }, { a: 1, x: { y: { Error: 'Boom', Cause: lambdaError } } }],
    [{ ResultPath: null }, { a: 1 }],
  ])('%j', async (catcher, expected) => {
    expect((await run(catcher)).output).toEqual(expected);
  });

  it('a timeout has an empty cause (ConstructHub, an error output seen on AWS)', async () => {
    expect((await run({}, 'hang', { TimeoutSeconds: 1 })).output).toEqual({ Error: 'States.Timeout', Cause: '' });
  });

  it('OutputPath and ResultPath of the state do not touch the error', async () => {
    expect((await run({}, { error: 'E', cause: 'c' }, { OutputPath: '$.nope', ResultPath: '$.r' })).output).toEqual({
      Error: 'E',
      Cause: 'c',
    });
  });

  it('the first catcher that matches is taken', async () => {
    const definition = machine({
      T: task({
        Catch: [
          { ErrorEquals: ['A'], Next: 'One' },
          { ErrorEquals: ['B'], Next: 'Two' },
          { ErrorEquals: all, Next: 'Three' },
        ],
      }),
      One: { Type: 'Pass', Result: 1, End: true },
      Two: { Type: 'Pass', Result: 2, End: true },
      Three: { Type: 'Pass', Result: 3, End: true },
    });
    for (const [error, expected] of [
      ['A', 1],
      ['B', 2],
      ['C', 3],
    ] as const) {
      expect((await runMachine(definition, {}, { T: [{ error }] })).output).toBe(expected);
    }
  });

  it('a missing path in Parameters is not caught', async () => {
    const { error } = await run({}, { result: 1 }, { Parameters: { 'x.$': '$.nope' } });
    expect(error).toBe('States.Runtime');
  });

  it.each(['Parallel', 'Map'])('a missing path inside a %s ends the execution, whatever it catches', async (type) => {
    const branch = { StartAt: 'P', States: { P: { Type: 'Pass', Parameters: { 'x.$': '$.nope' }, End: true } } };
    const inner = type === 'Parallel' ? { Branches: [branch] } : { ItemProcessor: branch };
    const definition = machine({
      C: { Type: type, ...inner, Catch: [{ ErrorEquals: all, Next: 'Caught' }], End: true },
      ...caught,
    });
    const { status, error, events } = await runMachine(definition, [{}]);
    expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
    expect(events.filter((event) => event.includes('Failed'))).toHaveLength(1);
  });
});

describe('errors: Fail', () => {
  const intrinsic = Source.recorded('test_base.py test_state_fail_intrinsic');
  const rows: readonly (readonly [fields: object, expected: readonly [string?, string?], source?: string])[] = [
    [{ Error: 'SomeFailure', Cause: 'why' }, ['SomeFailure', 'why'], Source.recorded('test_base.py test_state_fail')],
    [{ Error: 'E' }, ['E', undefined]],
    [{ Cause: 'c' }, [undefined, 'c']],
    [{}, [undefined, undefined], Source.recorded('test_base.py test_state_fail_empty')],
    [
      { ErrorPath: '$.Error', CausePath: '$.Cause' },
      ['error string', 'cause string'],
      Source.recorded('test_base.py test_state_fail_path'),
    ],
    [
      {
        ErrorPath: '$.Error',
        CausePath: "States.Format('This is a custom error message for {}, caused by {}.', $.Error, $.Cause)",
      },
      ['error string', 'This is a custom error message for error string, caused by cause string.'],
      intrinsic,
    ],
    [{ ErrorPath: '$$.State.Name' }, ['F', undefined]],
  ];
  it.each(rows.map((row) => [JSON.stringify(row[0]), row] as const))('%s', async (_name, [fields, [error, cause]]) => {
    const run = await runMachine(machine({ F: { Type: 'Fail', ...fields } }), {
      Error: 'error string',
      Cause: 'cause string',
    });
    expect([run.status, run.error, run.cause]).toEqual(['FAILED', error, cause]);
    expect(run.history.at(-1)).toMatchObject({ type: 'ExecutionFailed', executionFailedEventDetails: {} });
  });

  it.each([
    ['$.nope', /The JSONPath '\$\.nope' specified for the field 'ErrorPath' could not be found in the input/],
    ['$.n', /string/],
  ])('ErrorPath %s fails with States.Runtime', async (path, expected) => {
    const run = await runMachine(machine({ F: { Type: 'Fail', ErrorPath: path } }), { n: 1 });
    expect(run.error).toBe('States.Runtime');
    expect(run.cause).toMatch(expected);
  });
});

describe('errors: timeouts', () => {
  it.each([
    [{ TimeoutSeconds: 5 }, {}, 5],
    [{ TimeoutSecondsPath: '$.t' }, { t: 7 }, 7],
    [{ TimeoutSecondsPath: '$$.Execution.Input.t' }, { t: 7 }, 7],
  ])('%j', async (fields, input, seconds) => {
    const run = await runMachine(machine({ T: task(fields) }), input, { T: ['hang'] });
    expect([run.status, run.error, run.cause, run.seconds]).toEqual(['FAILED', 'States.Timeout', undefined, seconds]);
  });

  it('an answer just in time counts', async () => {
    const run = await runMachine(machine({ T: task({ TimeoutSeconds: 5 }) }), {}, { T: [{ result: 1, after: 4.999 }] });
    expect(run.output).toBe(1);
  });

  it('each attempt has the whole time', async () => {
    const definition = machine({
      T: task({ TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 1 }] }),
    });
    const run = await runMachine(definition, {}, { T: ['hang', { result: 1, after: 4 }] });
    expect([run.output, run.seconds]).toEqual([1, 10]);
  });

  it('the machine has one too, and nothing catches it', async () => {
    const definition = machine(
      { T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }), ...caught },
      { TimeoutSeconds: 30 },
    );
    const run = await runMachine(definition, {}, { T: ['hang'] });
    expect([run.status, run.error, run.seconds]).toEqual(['TIMED_OUT', 'States.Timeout', 30]);
    // Seen on AWS: issue 11.
    expect(run.history.at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  it.each(['TimeoutSecondsPath', 'HeartbeatSecondsPath'])(
    `%s must find something (${Source.observed})`,
    async (field) => {
      const { error, cause } = await runMachine(machine({ T: task({ [field]: '$.nope' }) }), {});
      expect([error, cause]).toEqual([
        'States.Runtime',
        "An error occurred while executing the state 'T' (entered at the event id #2). Invalid path '$.nope' : No results for path: $['nope']",
      ]);
    },
  );

  it('TimeoutSecondsPath must find a number', async () => {
    expect((await runMachine(machine({ T: task({ TimeoutSecondsPath: '$.t' }) }), { t: '5' })).error).toBe(
      'States.Runtime',
    );
  });
});

describe('errors: mistakes of the invoker', () => {
  it('an error that is no StatesError ends the execution with its text', async () => {
    const definition = machine({ T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }), ...caught });
    const run = await runMachine(
      definition,
      {},
      {},
      { invoke: async () => Promise.reject(new TypeError('a mistake')) },
    );
    expect(run.error).toBe('States.Runtime');
    expect(run.cause).toContain('a mistake');
  });

  it.each(['nonsense', 'arn:aws:s3:::bucket', 'arn:aws:states:::'])('the resource "%s" is none', async (Resource) => {
    expect((await runMachine(machine({ T: { ...task(), Resource } }))).error).toBe('States.Runtime');
  });
});
