import { describe, expect, it } from 'vitest';
import { detailsOf, LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const jsonata = { QueryLanguage: 'JSONata' };
const assign = Source.recorded('assign/test_assign_base.py');
const reference = Source.recorded('assign/test_assign_reference_variables.py');
const end = { End: true };
const all = ['States.ALL'];

/** Runs states that set variables, then one that gives out those of the names. */
async function variables(
  names: readonly string[],
  states: Readonly<Record<string, object>>,
  mocks = {},
  input: unknown = { a: 1 },
) {
  const Output = Object.fromEntries(names.map((name) => [name, `{% $${name} %}`]));
  const definition = machine({ ...states, Last: { Type: 'Pass', QueryLanguage: 'JSONata', Output, End: true } });
  return runMachine(definition, input, mocks);
}

describe('variables: what Assign sets', () => {
  const next = { Next: 'Last' };
  const task = { Type: 'Task', Resource: LAMBDA, ...next };
  const ja = { QueryLanguage: 'JSONata' };

  it.each<[name: string, states: Readonly<Record<string, object>>, output: object, source: string]>([
    [
      'constants',
      { S: { Type: 'Pass', Assign: { x: 1, y: [null, '$.a', '{% 1 %}'] }, ...next } },
      { x: 1, y: [null, '$.a', '{% 1 %}'] },
      assign,
    ],
    [
      'paths',
      { S: { Type: 'Pass', Assign: { 'x.$': '$.a', 'y.$': '$$.State.Name' }, ...next } },
      { x: 1, y: 'S' },
      assign,
    ],
    [
      'functions',
      { S: { Type: 'Pass', Assign: { 'x.$': "States.Format('v{}', $.a)" }, ...next } },
      { x: 'v1' },
      assign,
    ],
    [
      'members in the depth',
      { S: { Type: 'Pass', Assign: { x: { 'y.$': '$.a' } }, ...next } },
      { x: { y: 1 } },
      assign,
    ],
    ['the result of a Pass', { S: { Type: 'Pass', Result: 5, Assign: { 'x.$': '$' }, ...next } }, { x: 5 }, assign],
    [
      'the result of a Task, before its ResultSelector',
      { S: { ...task, Parameters: { r: 7 }, ResultSelector: { z: 1 }, Assign: { 'x.$': '$.r' } } },
      { x: 7 },
      Source.recorded('the order that its engine keeps'),
    ],
    [
      'the input of a Wait',
      { S: { Type: 'Wait', Seconds: 1, Assign: { 'x.$': '$.a' }, ...next } },
      { x: 1 },
      Source.spec,
    ],
    [
      'expressions',
      { S: { Type: 'Pass', ...ja, Assign: { x: '{% $states.input.a + 1 %}', y: { z: ['{% 2 %}'] } }, ...next } },
      { x: 2, y: { z: [2] } },
      Source.spec,
    ],
    [
      'the result of a JSONata Task',
      { S: { ...task, ...ja, Arguments: { r: 7 }, Assign: { x: '{% $states.result.r %}' } } },
      { x: 7 },
      Source.spec,
    ],
    [
      'again',
      { S: { Type: 'Pass', Assign: { x: 1 }, Next: 'T' }, T: { Type: 'Pass', Assign: { x: 2 }, ...next } },
      { x: 2 },
      Source.spec,
    ],
    [
      'from another, as it was at the start',
      {
        S: { Type: 'Pass', Assign: { x: 5 }, Next: 'T' },
        T: { Type: 'Pass', ...ja, Assign: { x: 42, old: '{% $x %}' }, ...next },
      },
      { x: 42, old: 5 },
      Source.spec,
    ],
    [
      'the same in JSONPath',
      {
        S: { Type: 'Pass', Assign: { x: 5 }, Next: 'T' },
        T: { Type: 'Pass', Assign: { x: 42, 'old.$': '$x' }, ...next },
      },
      { x: 42, old: 5 },
      assign,
    ],
  ])('%s', async (_name, states, output) => {
    expect((await variables(Object.keys(output), states)).output).toEqual(output);
  });

  it.each<[name: string, state: object, output: object]>([
    [
      'a rule',
      {
        Choices: [{ Variable: '$.a', NumericEquals: 1, Assign: { 'x.$': '$.a', y: 'rule' }, Next: 'Last' }],
        Default: 'Last',
        Assign: { x: 9, y: 'state' },
      },
      { x: 1, y: 'rule' },
    ],
    [
      'the default',
      {
        Choices: [{ Variable: '$.a', NumericEquals: 2, Assign: { y: 'rule' }, Next: 'Last' }],
        Default: 'Last',
        Assign: { y: 'state' },
      },
      { y: 'state' },
    ],
    [
      'a JSONata rule',
      {
        QueryLanguage: 'JSONata',
        Choices: [{ Condition: true, Assign: { y: '{% $states.input.a %}' }, Next: 'Last' }],
      },
      { y: 1 },
    ],
    [
      'the JSONata default',
      {
        QueryLanguage: 'JSONata',
        Choices: [{ Condition: false, Next: 'Last' }],
        Default: 'Last',
        Assign: { y: 'state' },
      },
      { y: 'state' },
    ],
  ])(`of a Choice: %s (${Source.spec})`, async (_name, state, output) => {
    expect((await variables(Object.keys(output), { S: { Type: 'Choice', ...state } })).output).toEqual(output);
  });

  it.each<[name: string, state: object]>([
    ['JSONPath', { Catch: [{ ErrorEquals: all, Next: 'Last', Assign: { 'e.$': '$.Error' } }], Assign: { e: 'no' } }],
    [
      'JSONata',
      {
        QueryLanguage: 'JSONata',
        Catch: [{ ErrorEquals: all, Next: 'Last', Assign: { e: '{% $states.errorOutput.Error %}' } }],
        Assign: { e: 'no' },
      },
    ],
  ])(`of a catcher, and not of its state: %s (${Source.spec})`, async (_name, state) => {
    const { output } = await variables(['e'], { S: { ...task, ...state } }, { S: [{ error: 'Boom' }] });
    expect(output).toEqual({ e: 'Boom' });
  });

  it(`the history tells of them (${assign})`, async () => {
    const { history } = await variables(['x'], { S: { Type: 'Pass', Assign: { x: 'a', n: null }, ...next } });
    expect(detailsOf(history[2])).toMatchObject({
      assignedVariables: { x: '"a"', n: 'null' },
      assignedVariablesDetails: { truncated: false },
    });
  });

  it(`an empty Assign is not told of (${assign})`, async () => {
    const { history } = await variables([], { S: { Type: 'Pass', Assign: {}, ...next } });
    expect(detailsOf(history[2])).not.toHaveProperty('assignedVariables');
  });

  it(`a state that fails sets none (${Source.spec})`, async () => {
    const states = {
      S: { Type: 'Pass', Assign: { x: 1 }, Next: 'T' },
      T: { ...task, ...ja, Output: '{% $nope %}', Assign: { x: 2 }, Catch: [{ ErrorEquals: all, Next: 'Last' }] },
    };
    expect((await variables(['x'], states)).output).toEqual({ x: 1 });
  });
});

describe('variables: where JSONPath reads them', () => {
  const set = {
    S: { Type: 'Pass', Assign: { x: { n: 5, list: [1, 2], at: '2025-01-01T00:00:09Z', s: 'text' } }, Next: 'T' },
  };
  const read = (state: object, more: object = {}) =>
    runMachine(machine({ ...set, T: { ...end, ...state }, ...more }), { a: 1 });

  it.each<[name: string, state: object, output: unknown]>([
    ['Parameters', { Type: 'Pass', Parameters: { 'v.$': '$x.n', 'w.$': '$x.list[1]' } }, { v: 5, w: 2 }],
    ['a filter', { Type: 'Pass', Parameters: { 'v.$': '$x.list[?(@ > 1)]' } }, { v: [2] }],
    [
      'an argument of a function',
      { Type: 'Pass', Parameters: { 'v.$': "States.Format('{}-{}', $x.n, $.a)" } },
      { v: '5-1' },
    ],
    ['InputPath', { Type: 'Pass', InputPath: '$x.list' }, [1, 2]],
    ['OutputPath', { Type: 'Pass', OutputPath: '$x.n' }, 5],
    ['ResultSelector', { Type: 'Task', Resource: LAMBDA, ResultSelector: { 'v.$': '$x.n' } }, { v: 5 }],
    [
      'Iterator input',
      { Type: 'Map', ItemsPath: '$x.list', ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', ...end } } } },
      [1, 2],
    ],
    [
      'ItemSelector',
      {
        Type: 'Map',
        ItemsPath: '$x.list',
        ItemSelector: { 'v.$': '$x.n' },
        ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', OutputPath: '$.v', ...end } } },
      },
      [5, 5],
    ],
  ])(`%s (${reference})`, async (_name, state, output) => {
    expect((await read(state)).output).toEqual(output);
  });

  it.each<[state: object, seconds: number]>([
    [{ Type: 'Wait', SecondsPath: '$x.n' }, 5],
    [{ Type: 'Wait', TimestampPath: '$x.at' }, 9],
  ])(`%j (${reference})`, async (state, seconds) => {
    expect((await read(state)).seconds).toBe(seconds);
  });

  it.each<[rule: object, next: string]>([
    [{ Variable: '$x.n', NumericEquals: 5 }, 'Y'],
    [{ Variable: '$x.n', NumericGreaterThanPath: '$.a' }, 'Y'],
    [{ Variable: '$.a', NumericEqualsPath: '$x.n' }, 'N'],
    [{ Variable: '$x.missing', IsPresent: true }, 'N'],
    [{ Variable: '$nowhere', IsPresent: true }, 'N'],
  ])(`a Choice: %j (${reference})`, async (rule, next) => {
    const state = { Type: 'Choice', Choices: [{ ...rule, Next: 'Y' }], Default: 'N', End: undefined };
    expect((await read(state, { Y: { Type: 'Succeed' }, N: { Type: 'Succeed' } })).path.at(-1)).toBe(next);
  });

  it(`Fail (${reference})`, async () => {
    const { error, cause } = await read({
      Type: 'Fail',
      ErrorPath: '$x.s',
      CausePath: "States.Format('{}', $x.n)",
      End: undefined,
    });
    expect([error, cause]).toEqual(['text', '5']);
  });

  it(`a variable that has no value (${Source.unknown}: the words)`, async () => {
    const { error, cause } = await read({ Type: 'Pass', Parameters: { 'v.$': '$nowhere.n' } });
    expect(error).toBe('States.Runtime');
    expect(cause).toContain("The JSONPath '$nowhere.n' specified for the field 'v.$' could not be found");
  });
});

describe('variables: scopes', () => {
  const outer = { S: { Type: 'Pass', Assign: { x: 'outer' }, Next: 'C' } };
  const run = (states: Readonly<Record<string, object>>) => runMachine(machine({ ...outer, ...states }, jsonata), {});
  const branch = (states: Readonly<Record<string, object>>) => ({ StartAt: Object.keys(states)[0], States: states });

  it(`a branch reads the outer scope, and its own is gone after it (${Source.spec})`, async () => {
    const { output } = await run({
      C: {
        Type: 'Parallel',
        Branches: [
          branch({
            A: { Type: 'Pass', Assign: { y: 'a' }, Next: 'A2' },
            A2: { Type: 'Pass', Output: '{% [$x, $y] %}', End: true },
          }),
          branch({
            B: { Type: 'Pass', Assign: { y: 'b' }, Next: 'B2' },
            B2: { Type: 'Pass', Output: '{% [$x, $y] %}', End: true },
          }),
        ],
        Next: 'D',
      },
      D: { Type: 'Pass', Output: { result: '{% $states.input %}', y: '{% $exists($y) %}' }, End: true },
    });
    expect(output).toEqual({
      result: [
        ['outer', 'a'],
        ['outer', 'b'],
      ],
      y: false,
    });
  });

  it(`each iteration has its own (${reference})`, async () => {
    const { output } = await run({
      C: {
        Type: 'Map',
        Items: [1, 2, 3],
        ItemProcessor: branch({
          A: { Type: 'Pass', Assign: { y: '{% $states.input * 2 %}' }, Next: 'W' },
          W: { Type: 'Wait', Seconds: '{% 4 - $states.input %}', Next: 'A2' },
          A2: { Type: 'Pass', Output: '{% [$x, $y] %}', End: true },
        }),
        End: true,
      },
    });
    expect(output).toEqual([
      ['outer', 2],
      ['outer', 4],
      ['outer', 6],
    ]);
  });

  it(`scopes inside of scopes (${reference})`, async () => {
    const { output } = await run({
      C: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: branch({
          A: { Type: 'Pass', Assign: { y: '{% $states.input %}' }, Next: 'M' },
          M: {
            Type: 'Map',
            Items: [10, 20],
            ItemProcessor: branch({ I: { Type: 'Pass', Output: '{% $y + $states.input %}', End: true } }),
            End: true,
          },
        }),
        End: true,
      },
    });
    expect(output).toEqual([
      [11, 21],
      [12, 22],
    ]);
  });

  it(`the container itself assigns in the outer scope (${Source.spec})`, async () => {
    const { output } = await run({
      C: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: branch({ A: { Type: 'Pass', Output: '{% $x %}', End: true } }),
        Assign: { x: '{% $states.result[0] & "!" %}' },
        Next: 'D',
      },
      D: { Type: 'Succeed', Output: '{% $x %}' },
    });
    expect(output).toBe('outer!');
  });

  it(`an inner scope cannot assign to an outer one (${Source.spec}; ${Source.unknown}: the error, since AWS refuses the definition)`, async () => {
    const { error } = await run({
      C: { Type: 'Parallel', Branches: [branch({ A: { Type: 'Pass', Assign: { x: 1 }, End: true } })], End: true },
    });
    expect(error).toBe('States.Runtime');
  });

  it(`a retried container starts with empty scopes (${Source.spec})`, async () => {
    const definition = machine(
      {
        C: {
          Type: 'Parallel',
          Branches: [
            branch({
              A: { Type: 'Pass', Output: '{% $exists($y) %}', Assign: { y: 1 }, Next: 'T' },
              T: { Type: 'Task', Resource: LAMBDA, Output: '{% $states.input %}', End: true },
            }),
          ],
          Retry: [{ ErrorEquals: all }],
          End: true,
        },
      },
      jsonata,
    );
    const { output } = await runMachine(definition, {}, { T: [{ error: 'E' }, { result: 1 }] });
    expect(output).toEqual([false]);
  });

  it('a child of a distributed Map does not see the variables of its parent (AWS Compute Blog, 2024-11-22)', async () => {
    const { output } = await run({
      C: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...branch({ A: { Type: 'Pass', Output: '{% $exists($x) %}', End: true } }),
        },
        End: true,
      },
    });
    expect(output).toEqual([false]);
  });
});

describe('variables: limits', () => {
  const chars = (count: number) => 'x'.repeat(count);
  const limits = `${Source.guide}/workflow-variables.html; ${Source.unknown}: the error`;

  it.each<[name: string, assigned: object, status: string]>([
    ['one of 256 KiB', { x: chars(262_142) }, 'SUCCEEDED'],
    ['one that is larger', { x: chars(262_143) }, 'FAILED'],
    ['two that are larger together', { x: chars(200_000), y: chars(100_000) }, 'FAILED'],
  ])(`%s (${limits})`, async (_name, Assign, status) => {
    const result = await runMachine(machine({ S: { Type: 'Pass', Assign, Result: 1, End: true } }), {});
    expect(result.status).toBe(status);
    if (status === 'FAILED') expect(result.error).toBe('States.DataLimitExceeded');
  });

  it(`10 MiB in all (${limits})`, async () => {
    const Assign = { 'x.$': '$$.Execution.Input', y: 1 };
    const states = (count: number, same: boolean) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `S${String(index)}`,
          {
            Type: 'Pass',
            Assign: { [same ? 'x.$' : `x${String(index)}.$`]: Assign['x.$'] },
            ...(index < count - 1 ? { Next: `S${String(index + 1)}` } : { End: true }),
          },
        ]),
      );
    const input = chars(250_000);
    expect((await runMachine(machine(states(41, false)), input)).status).toBe('SUCCEEDED');
    expect((await runMachine(machine(states(42, false)), input)).error).toBe('States.DataLimitExceeded');
    expect((await runMachine(machine(states(42, true)), input)).status).toBe('SUCCEEDED');
  });

  it('what a branch has stored is free again after it', async () => {
    const Assign = Object.fromEntries([['y.$', '$.text']]);
    const inner = { StartAt: 'P', States: { P: { Type: 'Pass', Assign, OutputPath: null, End: true } } };
    const definition = machine({
      M: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector: { 'text.$': '$.text' },
        ItemProcessor: inner,
        MaxConcurrency: 1,
        ResultPath: null,
        End: true,
      },
    });
    const input = { items: Array.from({ length: 50 }, (_, index) => index), text: chars(250_000) };
    expect((await runMachine(definition, input)).status).toBe('SUCCEEDED');
  });
});
