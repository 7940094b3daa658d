import { describe, expect, it } from 'vitest';
import { LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const input = { a: { b: 1 }, list: [1, 2, 3], keep: 'me', n: null };

/** Fields of a state, and its output; a pattern when the execution fails with that cause. */
type Row = readonly [fields: Readonly<Record<string, unknown>>, expected: unknown, source?: string];

const pass: Readonly<Record<string, readonly Row[]>> = {
  InputPath: [
    [{}, input],
    [{ InputPath: '$' }, input],
    [{ InputPath: '$.a' }, { b: 1 }],
    [{ InputPath: '$.a.b' }, 1],
    [{ InputPath: '$.list' }, [1, 2, 3]],
    [{ InputPath: '$.list[*]' }, [1, 2, 3]],
    [{ InputPath: '$.n' }, null],
    [{ InputPath: null }, {}],
    [{ InputPath: '$$.State.Name' }, 'S', Source.recorded('test_context_object.py test_input_path')],
    [{ InputPath: '$$.Execution.Input' }, input, Source.recorded('test_context_object.py test_input_path')],
    [{ InputPath: '$.missing' }, /^An error occurred while executing the state 'S' \(entered at the event id #2\)\. /],
    [{ InputPath: '$.missing' }, /Invalid path '\$\.missing' : No results for path: \$\['missing'\]$/, Source.observed],
    [{ InputPath: '$.no.x' }, /Invalid path '\$\.no\.x' : Missing property in path \$\['no'\]$/, Source.observed],
    [
      { InputPath: '$.list.length()' },
      /Invalid path '\$\.list\.length\(\)' : Property \['length\(\)'\] not found in path \$\['list'\]$/,
      Source.observed,
    ],
    [
      { InputPath: '$.list[9]' },
      /Invalid path '\$\.list\[9\]' : No results for path: \$\['list'\]\[9\]$/,
      Source.jayway,
    ],
    [{ InputPath: '$.rows[*].id' }, [], Source.observed],
  ],
  OutputPath: [
    [{ OutputPath: '$.a' }, { b: 1 }],
    [{ OutputPath: null }, {}],
    [{ OutputPath: '$$.Execution.Input' }, input, Source.recorded('test_context_object.py test_output_path')],
    [{ OutputPath: '$.list[1:]' }, [2, 3]],
    [
      { OutputPath: '$.missing' },
      /Invalid path '\$\.missing' : No results for path: \$\['missing'\]$/,
      Source.observed,
    ],
    [{ InputPath: '$.a', OutputPath: '$.b' }, 1],
  ],
  Result: [
    [{ Result: 5 }, 5],
    [{ Result: null }, null],
    [
      { Result: { 'x.$': '$.a', y: '$$' } },
      { 'x.$': '$.a', y: '$$' },
      Source.recorded('test_base.py test_state_pass_result_jsonpaths'),
    ],
    [
      { Result: 5, ResultPath: '$.r' },
      { ...input, r: 5 },
    ],
    [{ Result: 5, Parameters: { x: 1 } }, 5],
  ],
  Parameters: [
    [{ Parameters: { 'x.$': '$.a.b', y: 'z', deep: { 'l.$': '$.list[0]' } } }, { x: 1, y: 'z', deep: { l: 1 } }],
    [{ Parameters: {} }, {}],
    [{ Parameters: { list: [{ 'x.$': '$.a.b' }, '$.a'] } }, { list: [{ x: 1 }, '$.a'] }, Source.spec],
    [{ Parameters: { 'x.$': '$' } }, { x: input }],
    [{ Parameters: { 'x.$': '$.n' } }, { x: null }],
    [{ Parameters: { 'x.$': '$.list[?(@ > 1)]' } }, { x: [2, 3] }],
    [{ Parameters: { 'x.$': '$.list[?(@ > 9)]' } }, { x: [] }],
    [{ Parameters: { 'x.$': "States.Format('{}', $.keep)" } }, { x: 'me' }],
    [{ Parameters: { 'x.$': '$$.StateMachine.Name' } }, { x: 'StateMachine' }],
    [
      { Parameters: { 'x.$': '$.missing' } },
      /'\$\.missing' specified for the field 'x\.\$' could not be found in the input '\{"a"/,
      Source.measured,
    ],
    [{ Parameters: { a: { 'x.$': '$.list[9]' } } }, /specified for the field 'x\.\$' could not be found/],
    [{ Parameters: { 'x.$': '$.a.b.c' } }, /could not be found/],
    [{ Parameters: { 'r.$': '$.rows[*].id' } }, { r: [] }, Source.observed],
    [{ Parameters: { 'r.$': '$.rows[2:]' } }, { r: [] }, Source.observed],
    [
      { Parameters: { 'r.$': '$.list[-1].n' } },
      /'\$\.list\[-1\]\.n' specified for the field 'r\.\$' could not be found/,
      Source.observed,
    ],
    [{ Parameters: { 'r.$': '$.list[(@.length-1)]' } }, { r: 3 }, Source.observed],
    [
      { Parameters: { 'r.$': '$.list.sum()' } },
      /'\$\.list\.sum\(\)' specified for the field 'r\.\$' could not be found/,
      Source.observed,
    ],
    [{ Parameters: { 'r.$': 'States.ArrayLength($.rows[*])' } }, { r: 0 }, `follows from ${Source.observed}`],
    [{ Parameters: { 'x.$': 'plain' } }, /Invalid path/],
    [{ InputPath: '$.a', Parameters: { 'x.$': '$.b' } }, { x: 1 }],
    [
      { Parameters: { 'p.$': '$.a' }, ResultPath: '$.r' },
      { ...input, r: { p: { b: 1 } } },
    ],
    [{ Parameters: { __proto__x: 1, 'constructor.$': '$.a' } }, { __proto__x: 1, constructor: { b: 1 } }],
  ],
  ResultPath: [
    [{ Result: 9, ResultPath: '$' }, 9],
    [{ Result: 9, ResultPath: null }, input],
    [
      { Result: 9, ResultPath: '$.new' },
      { ...input, new: 9 },
    ],
    [
      { Result: 9, ResultPath: '$.a' },
      { ...input, a: 9 },
    ],
    [
      { Result: 9, ResultPath: '$.a.b' },
      { ...input, a: { b: 9 } },
    ],
    [
      { Result: 9, ResultPath: '$.a.c' },
      { ...input, a: { b: 1, c: 9 } },
    ],
    [
      { Result: 9, ResultPath: '$.x.y.z' },
      { ...input, x: { y: { z: 9 } } },
    ],
    [
      { Result: 9, ResultPath: "$['x y']['z']" },
      { ...input, 'x y': { z: 9 } },
    ],
    [
      { Result: 9, ResultPath: '$.list[1]' },
      { ...input, list: [1, 9, 3] },
    ],
    [{ Result: 9, ResultPath: '$.list[0].x' }, /Unable to apply/, Source.unknown],
    [{ Result: 9, ResultPath: '$.list[3]' }, /Unable to apply/, Source.unknown],
    [{ Result: 9, ResultPath: '$.keep.x' }, /Unable to apply/],
    [{ Result: 9, ResultPath: '$.list[*]' }, /Reference Path/],
    [{ Result: 9, ResultPath: '$..a' }, /Reference Path/],
    [{ InputPath: '$.a', Result: 9, ResultPath: '$.r' }, { ...input, r: 9 }, Source.spec],
    [{ InputPath: '$.a', Result: 9, ResultPath: '$.r', OutputPath: '$.r' }, 9],
    [{ Result: { x: 1 }, ResultPath: '$.r', OutputPath: '$.r.x' }, 1],
  ],
};

describe.each(Object.entries(pass))('data flow: %s of a Pass', (_, rows) => {
  it.each(rows.map((row) => [JSON.stringify(row[0]), row] as const))('%s', async (_name, [fields, expected]) => {
    const { output, status, cause } = await runMachine(machine({ S: { Type: 'Pass', ...fields, End: true } }), input);
    if (!(expected instanceof RegExp)) return expect(output).toEqual(expected);
    expect(status).toBe('FAILED');
    expect(cause).toMatch(expected);
  });
});

const result = { Payload: { id: 7, items: [1, 2] }, StatusCode: 200 };
const task: readonly Row[] = [
  [{}, result],
  [{ ResultSelector: { 'id.$': '$.Payload.id' } }, { id: 7 }],
  [
    { ResultSelector: { 'all.$': '$', 'name.$': '$$.State.Name' } },
    { all: result, name: 'S' },
    Source.recorded('test_context_object.py test_result_selector'),
  ],
  [{ ResultSelector: { 'n.$': 'States.ArrayLength($.Payload.items)' } }, { n: 2 }],
  [
    { ResultSelector: { 'id.$': '$.Payload.id' }, ResultPath: '$.r' },
    { ...input, r: { id: 7 } },
  ],
  [
    { ResultPath: '$.a.r', OutputPath: '$.a' },
    { b: 1, r: result },
  ],
  [{ ResultPath: null }, input],
  [{ InputPath: '$.a', ResultPath: '$.r', OutputPath: '$.a' }, { b: 1 }, Source.spec],
  [{ OutputPath: '$.Payload.id' }, 7],
  [{ OutputPath: null }, {}],
  [{ ResultSelector: { 'x.$': '$.nope' } }, /'\$\.nope' specified for the field 'x\.\$' could not be found/],
  [{ OutputPath: '$.nope' }, /Invalid path '\$\.nope' : No results for path: \$\['nope'\]$/, Source.observed],
  [{ ResultSelector: { 'x.$': '$.nope' }, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }, /could not be found/],
];

describe('data flow: the result of a Task', () => {
  it.each(task.map((row) => [JSON.stringify(row[0]), row] as const))('%s', async (_name, [fields, expected]) => {
    const definition = machine({
      S: { Type: 'Task', Resource: LAMBDA, ...fields, End: true },
      C: { Type: 'Succeed' },
    });
    const { output, error, cause } = await runMachine(definition, input, { S: [{ result: result }] });
    if (!(expected instanceof RegExp)) return expect(output).toEqual(expected);
    expect(error).toBe('States.Runtime');
    expect(cause).toMatch(expected);
  });

  const sent: readonly Row[] = [
    [{}, input],
    [{ InputPath: '$.a' }, { b: 1 }],
    [{ InputPath: null }, {}],
    [{ Parameters: { 'x.$': '$.a.b' } }, { x: 1 }],
    [{ InputPath: '$.a', Parameters: { 'x.$': '$.b' } }, { x: 1 }],
    [{ Parameters: { 'i.$': '$$.Execution.Input.keep' } }, { i: 'me' }],
  ];
  it.each(sent.map((row) => [JSON.stringify(row[0]), row] as const))(
    'sends for %s',
    async (_name, [fields, expected]) => {
      const { calls } = await runMachine(
        machine({ S: { Type: 'Task', Resource: LAMBDA, ...fields, End: true } }),
        input,
      );
      expect(calls[0]!.parameters).toEqual(expected);
    },
  );

  it('does not change the data that other states and the history hold', async () => {
    const { history } = await runMachine(
      machine({
        A: { Type: 'Pass', Result: 1, ResultPath: '$.a.b', Next: 'B' },
        B: { Type: 'Pass', Result: 2, ResultPath: '$.a.b', End: true },
      }),
      { a: { b: 0 } },
    );
    const texts = history.map((event) => JSON.stringify(event)).join('');
    expect(texts).toContain(String.raw`{\"a\":{\"b\":0}}`);
    expect(texts).toContain(String.raw`{\"a\":{\"b\":1}}`);
    expect(texts).toContain(String.raw`{\"a\":{\"b\":2}}`);
  });
});

describe('data flow: an input of null', () => {
  const NOTHING = 'Unable to apply Path transformation to null or empty input.';
  const where = "An error occurred while executing the state 'S' (entered at the event id #2). ";
  const choose = (rule: object) => ({ Type: 'Choice', Choices: [{ ...rule, Next: 'C' }], Default: 'C' });
  const rows: readonly (readonly [state: object, expected: string | undefined, source: string])[] = [
    [{ Type: 'Task', Resource: LAMBDA, Parameters: { 'Input.$': '$' } }, NOTHING, Source.quoted],
    [{ Type: 'Task', Resource: LAMBDA, Parameters: { 'Input.$': '$.a' } }, NOTHING, Source.quoted],
    [choose({ Variable: '$', IsString: true }), NOTHING, 'https://github.com/awslabs/states-language/issues/29'],
    [choose({ Variable: '$.a', StringEquals: 'x' }), NOTHING, 'https://github.com/awslabs/states-language/issues/29'],
    [{ Type: 'Wait', SecondsPath: '$.a' }, NOTHING, Source.unknown],
    [{ Type: 'Task', Resource: LAMBDA, Parameters: { 'Name.$': '$$.State.Name', plain: 1 } }, undefined, Source.spec],
    [{ Type: 'Task', Resource: LAMBDA }, undefined, Source.spec],
    [choose({ Variable: '$$.State.Name', StringEquals: 'S' }), undefined, Source.spec],
  ];

  it.each(rows)('%j gives %j (%s)', async (state, expected) => {
    const definition = machine({
      S: { ...state, ...('Choices' in state ? {} : { Next: 'C' }) },
      C: { Type: 'Succeed' },
    });
    const { status, error, cause } = await runMachine(definition, null);
    if (expected === undefined) return expect(status).toBe('SUCCEEDED');
    expect([error, cause]).toEqual(['States.Runtime', where + expected]);
  });
});

describe('data flow: execution input and output', () => {
  it.each([[1], ['x'], [null], [true], [[1, 2]], [{ a: 1 }], [{}]])('%j flows through', async (value) => {
    expect((await runMachine(machine({ S: { Type: 'Succeed' } }), value)).output).toEqual(value);
  });
});
