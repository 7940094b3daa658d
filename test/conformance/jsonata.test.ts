import { describe, expect, it, vi } from 'vitest';
import { detailsOf, LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const input = { a: 1, text: 'abc', list: [1, 2, 3], one: [{ x: 1 }], mixed: [1, 'a'], nothing: null };
const jsonata = { QueryLanguage: 'JSONata' };
const recordedOutput = Source.recorded('outputdecl/test_output.py');
const prefix = "An error occurred while executing the state 'S' (entered at the event id #2). ";

/** Runs a machine whose first state is `S`. */
const run = (state: object, more: object = {}, mocks = {}, from: unknown = input) =>
  runMachine(machine({ S: { End: true, ...state }, ...more }, jsonata), from, mocks);
const pass = (Output: unknown) => run({ Type: 'Pass', Output });
const task = (more: object) => ({ Type: 'Task', Resource: LAMBDA, ...more });

/** An expression, and its value. */
const values: readonly (readonly [expression: string, value: unknown, source?: string])[] = [
  ['$states.input.a', 1, Source.spec],
  ['$states.input', input, Source.spec],
  ['$states.input.nothing', null, Source.measured],
  ['$states.input.list[$ > 1]', [2, 3], Source.spec],
  ['$states.input.one.x', 1, 'https://docs.jsonata.org/predicate: a sequence of one is its value'],
  ['$states.input.one[]', [{ x: 1 }], 'https://docs.jsonata.org/predicate'],
  ['[$states.input.one[].x, $states.input.one.x]', [1, 1]],
  ['$sum($states.input.list)', 6],
  ['$states.input.text & "d"', 'abcd'],
  ["{ 'k': $states.input.missing, 'n': 1 }", { n: 1 }, Source.measured],
  ['($x := 2; $x * 3)', 6, Source.spec],
  ['($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5))', 120, Source.spec],
  ['$match($states.input.text, /^a.c$/) ? true : false', true, Source.recorded('evaluate_jsonata')],
  ['$states.context.State.Name', 'S', recordedOutput],
  ['$states.context.Execution.Input.a', 1, recordedOutput],
  ['$states.context.StateMachine.Name', 'StateMachine', recordedOutput],
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]], Source.recorded('test_array_jsonata.py')],
  ['$range(0, 6, 2)', [0, 2, 4, 6], Source.measured],
  ['$count($range(1,200000,1))', 200_000, Source.observed],
  ['$range(-1.7,2,1)', [-1, 0, 1, 2], Source.observed],
  ['$range(5,5,1)', 5, Source.observed],
  ['$range(3,1,-1)', [3, 2, 1], Source.measured],
  ['$partition([1,2],2)', [[1, 2]], Source.sfnx],
  ['$partition([1,2,3])', [[1, 2, 3]], Source.sfnx],
  ['$partition([1,2,3], $states.input.missing)', [[1, 2, 3]], Source.sfnx],
  ['$partition([], $states.input.missing)', [[]], Source.sfnx],
  ['$partition([1,2,3,4,5], 2.6)', [[1, 2], [3, 4], [5]], Source.sfnx],
  ['$exists($partition([1,2,3], 0.5))', false, Source.sfnx],
  ['$exists($partition([1,2,3], -0.5))', false, Source.measured],
  ['$exists($partition($states.input.missing, 2))', false, Source.sfnx],
  ['$range(1.4, 5.6, 2.2)', [1, 3, 5], Source.sfnx],
  ['$range(5, 1, -1.5)', [5, 4, 3, 2, 1], Source.measured],
  ['[$range(1,9,9)]', [1], Source.sfnx],
  ['[$range(3,0,1)]', [], Source.sfnx],
  ['$exists($range(1,5))', false, Source.sfnx],
  ['$exists($range(1,10,0.49))', false, Source.sfnx],
  ['$exists($range(0, 3, $states.input.missing))', false, Source.sfnx],
  ['$count($range(-9223372036854775808, 9223372036854775807, 9223372036854775807))', 3, Source.measured],
  ['$exists($range(5,4,1))', false, `follows from ${Source.observed}`],
  ['$parse("[{\\"a\\":1},{\\"a\\":2}]").a', [1, 2]],
  ['$parse("{\\"a\\":{\\"b\\":\\"a:{\\"},\\"b\\":3}").b', 3],
  ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1', Source.measured],
  ['1/0', 'Infinity', Source.observed],
  ['[1/0]', ['Infinity'], Source.observed],
  ['-1/0', '-Infinity', `follows from ${Source.observed}`],
  ['{ "k": 1/0, "n": [1] }', { k: 'Infinity', n: [1] }, Source.documented],
  ['1e308 * 10', 'Infinity', Source.documented],
  ['0/0', 'NaN', Source.documented],
  ['$hash("Hello", "MD5")', '8b1a9953c4611296a827abf8c47804d7', Source.measured],
  ['$hash("ñ", "MD5")', '94e9342ecbb1458b6043ecd3bfcbc192', Source.measured],
  ['$exists($hash("a"))', false, Source.sfnx],
  ['$exists($hash($states.input.missing, "SHA-256"))', false, Source.sfnx],
  ['$exists($parse())', false, Source.sfnx],
  ['$map(["{\\"a\\":1}", "{\\"a\\":2}"], $parse).a', [1, 2], Source.measured],
  ['$random(42)', 0.7275636800328681, Source.measured],
  ['$random(0)', 0.730967787376657, Source.measured],
  ['$random(0.9)', 0.730967787376657, Source.measured],
  ['$random(7)', 0.7306990420600421, Source.measured],
  ['$parseInteger("abc", "0")', 'NaN', Source.measured],
  ['$count($states.input.nothing)', 1, Source.measured],
  ['$formatNumber(0.125, "0.00")', '0.12', Source.sfnx],
  ['$formatNumber(2.675, "0.00")', '2.68', Source.sfnx],
  ['$decodeUrlComponent("a+b%2Bc%20d")', 'a b+c d', Source.sfnx],
  ['$decodeUrlComponent("%E6%97%A5")', '日', Source.sfnx],
  ['$decodeUrlComponent("%E6")', '\ufffd', Source.sfnx],
  ['$base64decode("YWJ")', 'ab', Source.sfnx],
  ['$random(42) = $random(42)', true, Source.measured],
  ['$random() < 1 and $random() != $random()', true, Source.measured],
  ['$length($uuid())', 36, Source.guide],
  ['$parse("{\\"a\\":1}").a', 1, Source.measured],
  ['$exists($parse($states.input.missing))', false, Source.unknown],
  ['$exists($range(1, $states.input.missing, 1))', false, Source.unknown],
  ['$now()', '2025-01-01T00:00:00.000Z', Source.guide],
  ['$now("[Y0001]-[M01]")', '2025-01'],
  ['$millis()', Date.UTC(2025, 0, 1)],
];

/** An expression, and what follows the sentence that names it in the cause. */
const failures: readonly (readonly [expression: string, cause: string, source?: string])[] = [
  ['$states.input.missing', ' returned nothing (undefined).', Source.measured],
  ['$nowhere', ' returned nothing (undefined).', Source.measured],
  [
    '$abs("a")',
    ' threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature',
    Source.measured,
  ],
  [
    '$sum($states.input.mixed)',
    ' threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"',
    Source.measured,
  ],
  [
    '1 + $states.input.text',
    ' threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
  ],
  [
    '$eval("1+1")',
    ' threw an error during evaluation. T1006: Attempted to invoke a non-function',
    `${Source.measured}: the code`,
  ],
  ['$partition([1],0)', ' returned nothing (undefined).', Source.observed],
  [
    '$partition([1],-1)',
    ' threw an error during evaluation. D3137: Second argument must be zero or greater',
    Source.measured,
  ],
  ...[
    ['$partition(null, 2)', 1],
    ['$partition("a", 2)', 1],
  ].map(
    ([call, index]) =>
      [
        String(call),
        ` threw an error during evaluation. T0412: Argument ${String(index)} of function "partition" must be an array of undefined`,
        Source.measured,
      ] as const,
  ),
  ...(
    [
      ['partition', '[1], "2"', 2],
      ['partition', '[1], null', 2],
      ['partition', '[1], true', 2],
      ['partition', '[1], 2, 99', 3],
      ['range', '1', 2],
      ['range', '"a", 5, 1', 1],
      ['range', '1, 5, null', 3],
      ['range', '1, 5, 1, 99', 4],
      ['hash', '', 1],
      ['hash', '123, "SHA-256"', 1],
      ['hash', '"a", 5', 2],
      ['hash', '"a", "SHA-256", "x"', 3],
      ['parse', 'null', 1],
      ['parse', '123', 1],
      ['parse', '"{}", 1', 2],
      ['uuid', '"x"', 1],
      ['random', '"seed"', 1],
      ['random', 'null', 1],
      ['random', '77, 88', 2],
      ['string', '1, 1', 2],
      ['string', '1, true, 1', 3],
      ['base64decode', '123', 1],
      ['decodeUrlComponent', '1', 1],
    ] as const
  ).map(
    ([name, args, index]) =>
      [
        `$${name}(${args})`,
        ` threw an error during evaluation. T0410: Argument ${String(index)} of function "${name}" does not match function signature`,
        Source.sfnx,
      ] as const,
  ),
  ['$partition([],2)', ' returned nothing (undefined).', Source.observed],
  ['$range(1,2,0)', ' returned nothing (undefined).', Source.unknown],
  [
    '$parse("{\\"a\\":1,\\"a\\":2}")',
    ' threw an error during evaluation. D3137: Invalid JSON',
    `${Source.measured}: the code`,
  ],
  [
    '$parse("[{\\"b\\":{\\"a\\":1,\\"\\\\u0061\\":2}}]")',
    ' threw an error during evaluation. D3137: Invalid JSON',
    `follows from ${Source.observed}`,
  ],
  ['$parse("1e400")', ' threw an error during evaluation. D3137: Invalid JSON', `${Source.measured}: the code`],
  ...['', '  ', '{} {}', 'x'].map(
    (text) =>
      [
        `$parse("${text}")`,
        ' threw an error during evaluation. D3137: Invalid JSON',
        `${Source.measured}: the code`,
      ] as const,
  ),
  ['$error("no")', ' threw an error during evaluation. D3137: no'],
  [
    '$hash("x", "md5")',
    " threw an error during evaluation. D3137: Hash algorithm 'md5' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
    Source.measured,
  ],
  [
    '$hash("x", $states.input.missing)',
    " threw an error during evaluation. D3137: Hash algorithm 'null' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
    Source.sfnx,
  ],
  [
    '$base64decode("!!")',
    ' threw an error during evaluation. D3137: The text is not Base64.',
    `${Source.sfnx}: that it fails`,
  ],
  [
    '$decodeUrlComponent("%zz")',
    ' threw an error during evaluation. D3140: Malformed URL passed to $decodeUrlComponent(): "%zz"',
    `${Source.sfnx}: that it fails`,
  ],
  ['$sum', ' returned an unsupported result type.', Source.unknown],
  ['function($x) { $x }', ' returned an unsupported result type.', Source.unknown],
  ['/a/', ' returned an unsupported result type.', Source.unknown],
  ['{ "f": [$sum] }', ' returned an unsupported result type.', Source.unknown],
];

const terms = (count: number) => new Array(count).fill('1').join('+');
const recursion = (depth: number) => `($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(${String(depth)}))`;
const chained = (depth: number) => `1${'~>$string'.repeat(depth)}`;
const doubled = (times: number) =>
  `($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("x", ${String(times)})))`;
const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
const inLists = (depth: number) => `($f := function($n) { $n = 0 ? [] : [1 + 1, $f($n - 1)] }; $f(${String(depth)}))`;
const wide = (member: (index: number) => string) => Array.from({ length: 500 }, (_, index) => member(index)).join();

const TOO_DEEP =
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive';
const TOO_LARGE = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
const TOO_LONG = 'Expression evaluation timeout: Check for infinite loop';

/** What is just within a bound of an evaluation. */
const within: readonly (readonly [name: string, expression: string, source: string])[] = [
  ['100 terms', terms(100), Source.observed],
  ['a recursion of 31', recursion(31), Source.observed],
  ['99 brackets', nested(99), Source.documented],
  ['99 functions chained', chained(99), Source.measured],
  ['a text of 4,194,304 characters', doubled(22), Source.measured],
  ['a list of 500 sums', `$count([${wide((index) => `1 + ${String(index)}`)}])`, `depth: ${Source.documented}`],
  [
    'an object of 500 sums',
    `$count($keys({${wide((index) => `"k${String(index)}": 1 + 1`)}}))`,
    `depth: ${Source.documented}`,
  ],
  ['500 groups', '$count($keys([1..500]{ $string($): $ + 1 }))', `depth: ${Source.documented}`],
  ['a list of deep sums', `$count([${[90, 90, 90].map(terms).join()}])`, `depth: ${Source.documented}`],
  ['$range of 200,000', '$count($range(1,200000,1))', Source.observed],
  ['$range of 360,145', '$count($range(1,360145,1))', Source.documented],
  ['a range of 873,782', '[1..873782] ~> $count()', Source.documented],
];

const beyond: readonly (readonly [name: string, expression: string, text: string, source: string])[] = [
  ['101 terms', terms(101), TOO_DEEP, Source.observed],
  ['a recursion of 32', recursion(32), TOO_DEEP, Source.observed],
  ['an endless recursion', '($f := function($n) { 1 + $f($n + 1) }; $f(1))', TOO_DEEP, Source.measured],
  ['100 brackets', nested(100), TOO_DEEP, Source.documented],
  ['a text of 8,388,608 characters', doubled(23), TOO_LARGE, Source.measured],
  ['100 functions chained', chained(100), TOO_DEEP, Source.measured],
  ['a recursion through lists', inLists(50), TOO_DEEP, `depth: ${Source.documented}`],
  ['a list with a sum too deep', `[${[90, 90, 100].map(terms).join()}]`, TOO_DEEP, `depth: ${Source.documented}`],
  ['a range of 900,000', '[1..900000] ~> $count()', TOO_LARGE, Source.observed],
  ['a range of 873,783', '[1..873783] ~> $count()', TOO_LARGE, Source.documented],
  ['a range of 20 million', '[1..20000000] ~> $count()', TOO_LARGE, `follows from ${Source.observed}`],
  ['$range of 360,146', '$count($range(1,360146,1))', TOO_LARGE, Source.documented],
  ['endless tail calls', '($f := function($x){ $f($x + 1) }; $f(1))', TOO_LONG, Source.observed],
];

describe('JSONata: expressions', () => {
  it.each(values.map(([expression, value]) => ({ expression, value })))(
    '$expression',
    async ({ expression, value }) => {
      const { output, cause } = await pass(`{% ${expression} %}`);
      expect(cause).toBeUndefined();
      expect(output).toEqual(value);
    },
  );

  it.each(failures)('%s fails', async (expression, text) => {
    const { error, cause, history } = await pass({ v: [`{% ${expression} %}`] });
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toBe(`${prefix}The JSONata expression '${expression}' specified for the field 'Output/v[0]'${text}`);
    expect(detailsOf(history.at(-2))).toEqual({ state: 'S', error, cause, location: 'Output/v[0]' });
  });

  it.each(within)('%s are within the bounds', async (_name, expression) => {
    const { cause } = await pass(`{% ${expression} %}`);
    expect(cause).toBeUndefined();
  });

  it.each(beyond)('%s are beyond the bounds', async (_name, expression, text) => {
    const { error, cause } = await pass(`{% ${expression} %}`);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toBe(
      `${prefix}The JSONata expression '${expression}' specified for the field 'Output' threw an error during evaluation: ${text}`,
    );
  });

  it('what is evaluated once more gives each member its own value, in order', async () => {
    const { output } = await pass(
      `{% [${wide((index) => `{ "n": [${String(index)} + 1, ${String(index)} * 2] }`)}].n %}`,
    );
    expect(output).toEqual(Array.from({ length: 500 }, (_, index) => [index + 1, index * 2]).flat());
  });

  it('an expression leaves no marks in the data', async () => {
    const { calls } = await run(
      { Type: 'Pass', Assign: { x: '{% $states.input.one[] %}' }, End: undefined, Next: 'T' },
      { T: task({ End: true }) },
    );
    expect(Object.keys(calls[0]!.parameters.one)).toEqual(['0']);
  });

  it('takes no time on a virtual clock, however much there is to do', async () => {
    const long = { a: '{% $sum($map([1..2000], function($n) { $n * 2 })) %}' };
    const definition = machine(
      { S: { Type: 'Pass', Output: [long, long, long], Next: 'W' }, W: { Type: 'Wait', Seconds: 1, End: true } },
      { ...jsonata, TimeoutSeconds: 2 },
    );
    const { status, seconds } = await runMachine(definition);
    expect([status, seconds]).toEqual(['SUCCEEDED', 1]);
  });

  it('has its own time alone, however busy the machine is', async () => {
    let now = 0;
    const clocks = [vi.spyOn(Date, 'now'), vi.spyOn(performance, 'now')];
    for (const clock of clocks) clock.mockImplementation(() => (now += 1_000));
    const { cause, output } = await pass('{% $sum([1..100].($ + 1)) %}').finally(() => {
      for (const clock of clocks) clock.mockRestore();
    });
    expect([cause, output]).toEqual([undefined, 5_150]);
  });

  it('the same seed gives the same random values', async () => {
    const definition = machine(
      { S: { Type: 'Pass', Output: ['{% $uuid() %}', '{% $random() %}'], End: true } },
      jsonata,
    );
    const outputs = [];
    for (const seed of [1, 1, 2]) outputs.push((await runMachine(definition, {}, {}, { seed })).output);
    expect(outputs[0]).toEqual(outputs[1]);
    expect(outputs[0]).not.toEqual(outputs[2]);
  });
});

describe('JSONata: which texts are expressions', () => {
  it.each([
    ['{% 1 %}', 1],
    ['{%1%}', 1],
    [' {% 1 %}', ' {% 1 %}'],
    ['{% 1 %} ', '{% 1 %} '],
    ['{% 1', '{% 1'],
    ['$states.input', '$states.input'],
    ['$.a', '$.a'],
    ['States.UUID()', 'States.UUID()'],
    [{ 'a.$': '$.a' }, { 'a.$': '$.a' }],
    [{ deep: [{ er: '{% 1 %}' }] }, { deep: [{ er: 1 }] }],
    [{ '{% 1 %}': 1 }, { '{% 1 %}': 1 }],
    [[], []],
    [null, null],
  ])(`%j (${recordedOutput})`, async (template, output) => {
    expect((await pass(template)).output).toEqual(output);
  });

  it('data that looks like an expression is data', async () => {
    const items = ['{% $uuid() %}'];
    const inner = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
    expect((await run({ Type: 'Map', ItemProcessor: inner }, {}, {}, items)).output).toEqual(items);
    expect((await run(task({}), {}, {}, items)).output).toEqual(items);
  });
});

describe('JSONata: fields of states', () => {
  it.each<[name: string, state: object, output: unknown, source: string]>([
    ['a Pass without Output', { Type: 'Pass' }, input, Source.spec],
    ['a Pass has no result', { Type: 'Pass', Output: '{% $exists($states.result) %}' }, false, Source.spec],
    ['Arguments, as the task gets them', task({ Arguments: { x: '{% $states.input.a %}' } }), { x: 1 }, Source.spec],
    ['no Arguments: the input', task({}), input, Source.spec],
    ['Output of a Task', task({ Arguments: [7], Output: '{% $states.result[0] + 1 %}' }), 8, Source.spec],
    ['a Succeed', { Type: 'Succeed', Output: '{% $states.input.a %}', End: undefined }, 1, Source.spec],
    ['a Wait', { Type: 'Wait', Seconds: '{% $states.input.a %}', Output: 'done' }, 'done', Source.spec],
    [
      'a Parallel',
      {
        Type: 'Parallel',
        Arguments: { n: '{% $states.input.a %}' },
        Branches: [
          { StartAt: 'A', States: { A: { Type: 'Pass', Output: '{% $states.input.n %}', End: true } } },
          { StartAt: 'B', States: { B: { Type: 'Pass', Output: 2, End: true } } },
        ],
        Output: '{% $sum($states.result) %}',
      },
      3,
      Source.spec,
    ],
  ])('%s', async (_name, state, output) => {
    expect((await run(state)).output).toEqual(output);
  });

  it.each<[state: object, seconds: number]>([
    [{ Type: 'Wait', Seconds: '{% $states.input.a + 1 %}' }, 2],
    [{ Type: 'Wait', Seconds: 3 }, 3],
    [{ Type: 'Wait', Timestamp: '{% $fromMillis($millis() + 60000) %}' }, 60],
    [{ Type: 'Wait', Timestamp: '2025-01-01T00:00:05Z' }, 5],
    [task({ TimeoutSeconds: '{% $states.input.a * 9 %}', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] }), 9],
    [
      {
        ...task({ HeartbeatSeconds: '{% 4 %}', Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Z' }] }),
        Resource: `${LAMBDA}.waitForTaskToken`,
      },
      4,
    ],
  ])(`times of %j (${Source.spec})`, async (state, seconds) => {
    const result = await run(state, { Z: { Type: 'Succeed' } }, { S: ['hang'] });
    expect([result.status, result.seconds]).toEqual(['SUCCEEDED', seconds]);
  });

  it(`a timeout as the history tells it (${Source.recorded('evaluate_jsonata')})`, async () => {
    const { history } = await run(task({ TimeoutSeconds: '{% $states.input.a %}' }));
    expect(detailsOf(history[2])).toMatchObject({ timeoutInSeconds: 1 });
  });

  it.each<[field: string, state: object, cause: string, source: string]>([
    [
      'Seconds',
      { Type: 'Wait', Seconds: '{% $states.input.text %}' },
      "Expected 'number', but was 'string' for value: \"abc\"",
      Source.quoted,
    ],
    [
      'Seconds',
      { Type: 'Wait', Seconds: '{% -1 %}' },
      'Seconds must be between 0 and 99999999 but was: -1',
      Source.unknown,
    ],
    [
      'Seconds',
      { Type: 'Wait', Seconds: '{% 1.5 %}' },
      'The Seconds field cannot be parsed as an integer: 1.5',
      Source.unknown,
    ],
    ...[
      '2016-12-05 21:29:29Z',
      '2016-12-05T21:29:29',
      '2016-13-05T21:29:29Z',
      '2016-12-05T25:29:29Z',
      '05-12-2016T21:29:29Z',
    ].map((time): [string, object, string, string] => [
      'Timestamp',
      { Type: 'Wait', Timestamp: `{% '${time}' %}` },
      `${prefix}The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${time}`,
      Source.recorded('test_base_scenarios.py test_wait_timestamp_jsonata'),
    ]),
    [
      'TimeoutSeconds',
      task({ TimeoutSeconds: '{% null %}' }),
      "Expected 'number', but was 'null' for value: null",
      Source.spec,
    ],
    [
      'Error',
      { Type: 'Fail', Error: '{% 5 %}', End: undefined },
      "Expected 'string', but was 'number' for value: 5",
      Source.unknown,
    ],
  ])('%s of %j', async (field, state, text) => {
    const { error, cause, history } = await run(state);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(text);
    expect(history.map(detailsOf).find(({ location }) => location !== undefined)).toMatchObject({ location: field });
  });

  it(`a Fail (${Source.spec})`, async () => {
    const { error, cause } = await run({
      Type: 'Fail',
      Error: "{% 'E' & $states.input.a %}",
      Cause: '{% $string($states.input.list) %}',
      End: undefined,
    });
    expect([error, cause]).toEqual(['E1', '[1,2,3]']);
  });
});

describe('JSONata: Choice', () => {
  const end = { End: true, Type: 'Pass' };
  const choice = (Choices: readonly object[], more: object = {}) =>
    run({ Type: 'Choice', Choices, Default: 'D', End: undefined, ...more }, { A: end, B: end, D: end });

  it.each<[name: string, rules: readonly object[], path: string, output: unknown]>([
    [
      'the first that holds',
      [
        { Condition: '{% false %}', Next: 'A' },
        { Condition: '{% $states.input.a = 1 %}', Next: 'B' },
      ],
      'B',
      input,
    ],
    ['a plain boolean', [{ Condition: true, Next: 'A' }], 'A', input],
    ['no rule', [{ Condition: '{% $states.input.a > 1 %}', Next: 'A' }], 'D', 'of the state'],
    ['Output of the rule', [{ Condition: true, Next: 'A', Output: '{% $states.input.text %}' }], 'A', 'abc'],
    ['no Output of the rule', [{ Condition: true, Next: 'A' }], 'A', input],
  ])(`%s (${Source.spec})`, async (_name, rules, next, output) => {
    const result = await choice(rules, { Output: 'of the state' });
    expect([result.path[1], result.output]).toEqual([next, output]);
  });

  it.each([
    ['{% 1 %}', "returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1"],
    ['{% $states.input.missing %}', 'returned nothing (undefined).'],
  ])(`a Condition %s (${Source.measured})`, async (Condition, text) => {
    const { error, cause } = await choice([
      { Condition: false, Next: 'A' },
      { Condition, Next: 'A' },
    ]);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(`for the field 'Choices[1]/Condition' ${text}`);
  });

  it(`a rule's Output that fails names its place (${Source.measured})`, async () => {
    const { cause } = await choice([{ Condition: true, Next: 'A', Output: { v: '{% $states.input.missing %}' } }]);
    expect(cause).toContain("for the field 'Choices[0]/Output/v' returned nothing");
  });

  it(`no rule and no Default (${Source.errors})`, async () => {
    expect((await choice([{ Condition: false, Next: 'A' }], { Default: undefined })).error).toBe('States.Runtime');
  });
});

describe('JSONata: Map', () => {
  const map = (fields: object, Output: unknown = '{% $states.input %}', mocks = {}) =>
    run(
      { Type: 'Map', ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', Output, End: true } } }, ...fields },
      {},
      mocks,
    );

  it.each<[name: string, fields: object, output: unknown]>([
    ['Items by an expression', { Items: '{% $states.input.list %}' }, [1, 2, 3]],
    ['Items as a list', { Items: [1, '{% $states.input.text %}', { x: '{% 2 %}' }] }, [1, 'abc', { x: 2 }]],
    ['Items made by the expression', { Items: '{% [1..2] %}' }, [1, 2]],
    [
      'ItemSelector',
      {
        Items: [5, 6],
        ItemSelector: {
          i: '{% $states.context.Map.Item.Index %}',
          v: '{% $states.context.Map.Item.Value %}',
          a: '{% $states.input.a %}',
        },
      },
      [
        { i: 0, v: 5, a: 1 },
        { i: 1, v: 6, a: 1 },
      ],
    ],
    ['ItemSelector as one expression', { Items: [5], ItemSelector: '{% $states.context.Map.Item.Value * 2 %}' }, [10]],
    ['Output', { Items: [5, 6], Output: '{% $sum($states.result) %}' }, 11],
    ['none', { Items: [] }, []],
  ])(`%s (${Source.spec})`, async (_name, fields, output) => {
    expect((await map(fields)).output).toEqual(output);
  });

  it.each([
    ['{% $states.input.one[0] %}', 'object'],
    ['{% $states.input.text %}', 'string'],
  ])(`Items that are none: %s (${Source.quoted})`, async (Items, type) => {
    const { error, cause, events } = await map({ Items });
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(
      `for the field 'Items' returned an unexpected result type. Expected 'array', but was '${type}'`,
    );
    expect(events.slice(2)).toEqual(['3<0 EvaluationFailed', '4<3 MapStateFailed', '5<4 ExecutionFailed']);
  });

  it(`MaxConcurrency (${Source.spec})`, async () => {
    const processor = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 10, End: true } } };
    const { seconds } = await run({
      Type: 'Map',
      Items: [1, 2, 3, 4],
      MaxConcurrency: '{% 1 + 1 %}',
      ItemProcessor: processor,
    });
    expect(seconds).toBe(20);
  });

  it(`a state of a processor in a JSONata Map of a JSONPath machine is JSONPath (${Source.measured})`, async () => {
    const definition = machine({
      M: {
        Type: 'Map',
        QueryLanguage: 'JSONata',
        Items: [{ n: 1 }],
        ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', InputPath: '$.n', End: true } } },
        End: true,
      },
    });
    expect((await runMachine(definition)).output).toEqual([1]);
  });

  it('distributed: reader, batches, tolerated failures and results', async () => {
    const files = new Map([['b/items.json', '[1,2,3,4,5]']]);
    const objects = {
      getObject: async (bucket: string, key: string) => files.get(`${bucket}/${key}`),
      listObjects: async () => [],
      putObject: async (bucket: string, key: string, body: string) => void files.set(`${bucket}/${key}`, body),
    };
    const definition = machine(
      {
        M: {
          Type: 'Map',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'JSON', MaxItems: '{% $states.input.most %}' },
            Arguments: { Bucket: '{% $states.input.bucket %}', Key: 'items.json' },
          },
          ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
          ItemBatcher: { MaxItemsPerBatch: '{% 1 + 1 %}', BatchInput: { from: '{% $states.input.bucket %}' } },
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'P',
            States: { P: { Type: 'Pass', Output: '{% $states.input %}', End: true } },
          },
          ResultWriter: {
            Resource: 'arn:aws:states:::s3:putObject',
            Arguments: { Bucket: '{% $states.input.bucket %}' },
          },
          Output: '{% $states.result.ResultWriterDetails.Bucket %}',
          End: true,
        },
      },
      jsonata,
    );
    const { output } = await runMachine(definition, { bucket: 'b', most: 4 }, {}, { objects });
    expect(output).toBe('b');
    const written = JSON.parse([...files].find(([key]) => key.endsWith('SUCCEEDED_0.json'))![1]) as {
      Output: string;
    }[];
    expect(written.map(({ Output }) => JSON.parse(Output))).toEqual([
      { BatchInput: { from: 'b' }, Items: [{ v: 1 }, { v: 2 }] },
      { BatchInput: { from: 'b' }, Items: [{ v: 3 }, { v: 4 }] },
    ]);
  });
});

describe('JSONata: Retry and Catch', () => {
  const all = ['States.ALL'];
  const end = { Z: { Type: 'Pass', End: true } };
  const fails = { S: [{ error: 'Boom', cause: 'no' }] };

  it.each<[name: string, catcher: object, output: unknown]>([
    ['without Output', {}, { Error: 'Boom', Cause: 'no' }],
    [
      'with Output',
      { Output: { e: '{% $states.errorOutput.Error %}', a: '{% $states.input.a %}' } },
      { e: 'Boom', a: 1 },
    ],
  ])(`a catcher %s (${Source.spec})`, async (_name, catcher, output) => {
    const result = await run(task({ Catch: [{ ErrorEquals: all, Next: 'Z', ...catcher }] }), end, fails);
    expect(result.output).toEqual(output);
  });

  it(`a catcher's Output that fails ends the execution, and names its place (${Source.measured})`, async () => {
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Z' },
      { ErrorEquals: all, Next: 'Z', Output: '{% $states.errorOutput.Missing %}' },
    ];
    const { error, cause } = await run(task({ Catch }), end, fails);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain("for the field 'Catch[1]/Output' returned nothing");
  });

  it.each<[string, unknown, boolean]>([
    ['Timestamp', '2016-12-05T21:29:29Z', true],
    ['Timestamp', '2016-12-05T21:29:29.123456789Z', true],
    ['Timestamp', '2016-12-05T21:29:29+09:00', true],
    ['Timestamp', '2016-12-05T21:29Z', true],
    ['Timestamp', '2016-12-05t21:29:29z', true],
    ['Timestamp', '2016-12-05 21:29:29Z', false],
    ['Timestamp', '2016-12-05T21:29:29', false],
    ['Timestamp', '2016-02-30T21:29:29Z', false],
    ['Timestamp', '2016-12-05T25:29:29Z', false],
    ['Timestamp', 1_480_973_369, false],
    ['Seconds', 0, true],
    ['Seconds', -1, false],
    ['Seconds', 1.5, false],
    ['Seconds', '3', false],
    ['Seconds', null, false],
    ['Seconds', true, false],
  ])(`a Wait takes for its %s %j: %s (${Source.sfnx})`, async (field, v, isTaken) => {
    const { error } = await run({ Type: 'Wait', [field]: '{% $states.input.v %}' }, {}, {}, { v });
    expect(error).toBe(isTaken ? undefined : 'States.QueryEvaluationError');
  });

  it(`how far ahead a Wait may be is no question of its expression (${Source.sfnx}, ${Source.observed})`, async () => {
    const { error, cause } = await run({ Type: 'Wait', Seconds: '{% 100000000 %}' });
    expect([error, cause]).toEqual(['States.Runtime', expect.stringMatching(/Wait state delay is too long\.$/)]);
  });

  it(`a failed evaluation is no failed task (${Source.sfnx})`, async () => {
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Z' }];
    const { error } = await run(task({ Output: '{% $states.result.missing %}', Catch }), end);
    expect(error).toBe('States.QueryEvaluationError');
  });

  it.each([['States.QueryEvaluationError'], ['States.ALL']])(
    `a failed evaluation is caught by %s (${Source.spec})`,
    async (name) => {
      const state = task({ Output: '{% $states.result.missing %}', Catch: [{ ErrorEquals: [name], Next: 'Z' }] });
      const { events, output } = await run(state, end);
      expect(output).toMatchObject({ Error: 'States.QueryEvaluationError' });
      expect(events.slice(4, 7)).toEqual(['5<4 TaskSucceeded', '6<5 EvaluationFailed', '7<6 TaskStateExited S']);
    },
  );

  it(`a failed evaluation is retried (${Source.spec})`, async () => {
    const state = task({
      Arguments: { n: '{% $states.context.State.RetryCount < 2 ? $states.input.missing : 7 %}' },
      Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], IntervalSeconds: 5, BackoffRate: 1 }],
    });
    const { output, seconds } = await run(state);
    expect([output, seconds]).toEqual([{ n: 7 }, 10]);
  });

  it(`a failed evaluation in a branch is caught outside (${Source.spec})`, async () => {
    const branch = { StartAt: 'B', States: { B: { Type: 'Pass', Output: '{% $nope %}', End: true } } };
    const state = { Type: 'Parallel', Branches: [branch], Catch: [{ ErrorEquals: all, Next: 'Z' }] };
    expect((await run(state, end)).output).toMatchObject({ Error: 'States.QueryEvaluationError' });
  });
});

describe('JSONata: mixed with JSONPath', () => {
  it(`one state after the other (${Source.recorded('query_language/test_mixed_query_language.py')})`, async () => {
    const definition = machine({
      A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: { v: '{% $states.input.a %}' }, Next: 'B' },
      B: { Type: 'Pass', Parameters: { 'w.$': '$.v', x: '{% 1 %}' }, End: true },
    });
    expect((await runMachine(definition, input)).output).toEqual({ w: 1, x: '{% 1 %}' });
  });
});
