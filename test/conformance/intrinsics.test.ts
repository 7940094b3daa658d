import { describe, expect, it } from 'vitest';
import { machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const input = {
  a: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  s: 'hello',
  n: 5,
  f: 1.6,
  t: true,
  nil: null,
  o: { x: 1, y: { p: 1 } },
  o2: { y: { q: 2 }, z: 3 },
  mixed: [1, '1', true, null, { a: 1, b: [2] }, { b: [2], a: 1 }, [1], [1], 1.5],
  json: '{"a":[1,{"b":null}]}',
  bad: '{"a":',
  blank: '  ',
  long: 'x'.repeat(10_001),
  template: 'Hi {}, you are {}',
};

/** A call, and its value, or the words that its error must have. */
type Row = readonly [call: string, expected: unknown, source?: string];

const docs = Source.intrinsics;
const split = Source.recorded('test_string_operations.py test_string_split');
const format = Source.recorded('test_generic.py test_format_1');
const escapes = `${Source.spec}; refused when the machine is created: ${Source.recorded('test_base_scenarios.py test_illegal_escapes')}`;
/** A call inside of a call, and so on. */
const nested = (depth: number) => `${'States.Array('.repeat(depth)}1${')'.repeat(depth)}`;

const groups: Readonly<Record<string, readonly Row[]>> = {
  'States.Array': [
    ['States.Array()', []],
    ["States.Array('x', 1, true, null, $.s)", ['x', 1, true, null, 'hello'], docs],
    ['States.Array($.a[0], $.o)', [1, input.o], docs],
    ['States.Array(States.Array(1), States.Array())', [[1], []]],
    ['States.Array(-1, 1.5, 2e3)', [-1, 1.5, 2000]],
    ['States.Array( 1 ,2 )', [1, 2]],
  ],
  'States.ArrayPartition': [
    ['States.ArrayPartition($.a, 4)', [[1, 2, 3, 4], [5, 6, 7, 8], [9]], docs],
    ['States.ArrayPartition($.a, 100)', [input.a], docs],
    ['States.ArrayPartition($.a, $.f)', [[1, 2], [3, 4], [5, 6], [7, 8], [9]], docs],
    ['States.ArrayPartition(States.Array(), 2)', [], docs],
    ['States.ArrayPartition($.a, 0)', /positive/, docs],
    ['States.ArrayPartition($.a, -1)', /positive/, docs],
    ['States.ArrayPartition($.s, 2)', /first argument must be an array/, docs],
    ["States.ArrayPartition($.a, '2')", /second argument must be a number/, docs],
    ['States.ArrayPartition($.a)', /number of arguments/, docs],
  ],
  'States.ArrayContains': [
    ['States.ArrayContains($.a, 5)', true, docs],
    ['States.ArrayContains($.a, 10)', false, docs],
    ["States.ArrayContains($.a, '5')", false],
    ['States.ArrayContains($.mixed, $.mixed[4])', true],
    ['States.ArrayContains($.mixed, null)', true],
    ['States.ArrayContains($.s, 1)', /first argument must be an array/, docs],
  ],
  'States.ArrayRange': [
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9], docs],
    ['States.ArrayRange(1, 8, 2)', [1, 3, 5, 7], docs],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1], docs],
    ['States.ArrayRange(1, 1, 1)', [1]],
    ['States.ArrayRange(5, 1, 1)', []],
    ['States.ArrayRange(1.4, 3.6, 1)', [1, 2, 3, 4], docs],
    ['States.ArrayRange(1, 1000, 1)', Array.from({ length: 1000 }, (_, index) => index + 1), docs],
    ['States.ArrayRange(1, 1001, 1)', /1000/, docs],
    ['States.ArrayRange(1, 9, 0)', /zero/, docs],
    ["States.ArrayRange('1', 9, 1)", /first argument must be a number/, docs],
  ],
  'States.ArrayGetItem': [
    ['States.ArrayGetItem($.a, 5)', 6, docs],
    ['States.ArrayGetItem($.a, 0)', 1, docs],
    ['States.ArrayGetItem($.mixed, 3)', null],
    ['States.ArrayGetItem($.a, 9)', /outside/],
    ['States.ArrayGetItem($.a, -1)', /outside/],
    ['States.ArrayGetItem($.o, 0)', /first argument must be an array/, docs],
  ],
  'States.ArrayLength': [
    ['States.ArrayLength($.a)', 9, docs],
    ['States.ArrayLength(States.Array())', 0, docs],
    ['States.ArrayLength($.s)', /must be an array/, docs],
    ['States.ArrayLength($.o)', /must be an array/, docs],
  ],
  'States.ArrayUnique': [
    ['States.ArrayUnique(States.Array(1,2,3,3,3,3,3,3,4))', [1, 2, 3, 4], docs],
    ['States.ArrayUnique($.mixed)', [1, '1', true, null, { a: 1, b: [2] }, [1], 1.5]],
    ['States.ArrayUnique(States.Array())', []],
    ['States.ArrayUnique(5)', /must be an array/, docs],
  ],
  'States.Base64Encode': [
    ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU=', docs],
    ["States.Base64Encode('')", ''],
    ["States.Base64Encode('é€')", 'w6nigqw='],
    ['States.Base64Encode($.long)', /10000/, docs],
    ['States.Base64Encode(5)', /must be a string/],
  ],
  'States.Base64Decode': [
    ["States.Base64Decode('RGVjb2RlZCBkYXRh')", 'Decoded data', docs],
    ["States.Base64Decode('')", ''],
    ["States.Base64Decode('w6nigqw=')", 'é€'],
    ["States.Base64Decode('%%%')", /not Base64/],
    ['States.Base64Decode($.long)', /10000/, docs],
  ],
  'States.Hash': [
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7', docs],
    ["States.Hash('', 'MD5')", 'd41d8cd98f00b204e9800998ecf8427e'],
    ["States.Hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      "States.Hash('abc', 'SHA-384')",
      'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    ],
    [
      "States.Hash('abc', 'SHA-512')",
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
    ["States.Hash('abc', 'SHA-3')", /must be one of/, docs],
    ["States.Hash($.long, 'MD5')", /10000/, docs],
    ["States.Hash('abc')", /number of arguments/],
  ],
  'States.JsonMerge': [
    ['States.JsonMerge($.o, $.o2, false)', { x: 1, y: { q: 2 }, z: 3 }, docs],
    ['States.JsonMerge($.o, $.o, false)', input.o],
    ['States.JsonMerge($.o, $.o2, true)', /shallow/, docs],
    ['States.JsonMerge($.a, $.o2, false)', /first argument must be an object/],
    ['States.JsonMerge($.o, $.s, false)', /second argument must be an object/],
    ['States.JsonMerge($.o, $.o2)', /number of arguments/],
  ],
  'States.StringToJson': [
    ['States.StringToJson($.json)', { a: [1, { b: null }] }, docs],
    ['States.StringToJson(\'"x"\')', 'x'],
    ["States.StringToJson('12')", 12],
    ['States.StringToJson($.blank)', null, Source.recorded('test_json_manipulation.py test_string_to_json')],
    ["States.StringToJson('-0')", 0, Source.recorded('test_json_manipulation.py test_string_to_json')],
    ["States.StringToJson('1.1')", 1.1, Source.recorded('test_json_manipulation.py test_string_to_json')],
    ["States.StringToJson('')", null, Source.recorded('test_json_manipulation.py test_string_to_json')],
    ['States.StringToJson($.bad)', /not JSON/],
    ['States.StringToJson($.o)', /must be a string/],
  ],
  'States.JsonToString': [
    ['States.JsonToString($.o)', '{"x":1,"y":{"p":1}}', docs],
    ['States.JsonToString($.s)', '"hello"'],
    ['States.JsonToString($.nil)', 'null'],
    ['States.JsonToString($.a[0:2])', '[1,2]'],
    ['States.StringToJson(States.JsonToString($.mixed))', input.mixed],
  ],
  'States.MathRandom': [
    ['States.MathRandom(5, 6)', 5, docs],
    ['States.MathRandom(-3, -2, 7)', -3, docs],
    ['States.MathRandom(6, 5)', /less than/],
    ["States.MathRandom('1', 5)", /first argument must be a number/, docs],
    ['States.MathRandom(1)', /number of arguments/],
  ],
  'States.MathAdd': [
    ['States.MathAdd(111, -1)', 110, docs],
    ['States.MathAdd($.n, $.n)', 10],
    ['States.MathAdd($.f, 1)', 3, docs],
    ['States.MathAdd(2147483646, 1)', 2147483647, docs],
    ['States.MathAdd(2147483647, 1)', /32 bits/, docs],
    ['States.MathAdd(-2147483648, -1)', /32 bits/, docs],
    ["States.MathAdd($.n, '1')", /second argument must be a number/, docs],
  ],
  'States.StringSplit': [
    ["States.StringSplit(' ', ',')", [' '], split],
    ["States.StringSplit(' , ', ',')", [' ', ' '], split],
    ["States.StringSplit(', , ,', ',')", [' ', ' '], split],
    ["States.StringSplit(',,,,', ',')", [], split],
    ["States.StringSplit('1,2,3,4,5', ',')", ['1', '2', '3', '4', '5'], split],
    ["States.StringSplit('This.is+a,test=string', '.+,=')", ['This', 'is', 'a', 'test', 'string'], split],
    ["States.StringSplit('split on T and \nnew line', 'T\n')", ['split on ', ' and ', 'new line'], split],
    ["States.StringSplit('abc', '')", ['abc']],
    ['States.StringSplit($.n, 1)', /must be a string/],
  ],
  'States.Format': [
    ["States.Format('Formatting argument {}.', '')", 'Formatting argument .', format],
    ["States.Format('Formatting argument {}.', 'HelloWorld')", 'Formatting argument HelloWorld.', format],
    ["States.Format('Formatting argument {}.', $.nil)", 'Formatting argument null.', format],
    ["States.Format('Formatting argument {}.', 1)", 'Formatting argument 1.', format],
    ["States.Format('Formatting argument {}.', 1.1)", 'Formatting argument 1.1.', format],
    ["States.Format('Formatting argument {}.', $.json)", `Formatting argument ${input.json}.`, format],
    [
      "States.Format('Your name is {}, we are in the year {}', $.s, 2020)",
      'Your name is hello, we are in the year 2020',
      docs,
    ],
    ["States.Format('{}{}', $.t, 'x')", 'truex'],
    ["States.Format($.template, 'a', 1)", 'Hi a, you are 1'],
    ["States.Format('none')", 'none'],
    ["States.Format('\\{\\} {}', 1)", '{} 1', Source.spec],
    ["States.Format('it\\'s {}', 1)", "it's 1", Source.spec],
    ["States.Format('a\\\\b {}', 1)", 'a\\b 1', Source.spec],
    ["States.Format('{}')", /number of arguments do not match/, docs],
    ["States.Format('x', 1)", /number of arguments do not match/, docs],
    ["States.Format('{} {}', 1)", /number of arguments do not match/, docs],
    ["States.Format('{}', $.a)", /must be a string, a number/, Source.spec],
    ["States.Format('{}', $.o)", /must be a string, a number/, Source.spec],
    ['States.Format(5)', /first argument must be a string/, Source.spec],
    ["States.Format('{', 1)", /partner/],
    [String.raw`States.Format('He said, \"Hello, {}!\"', 1)`, /Invalid path/, escapes],
    ["States.Format('{}', 'a\\q')", /Invalid path/, Source.spec],
    ["States.Format('a\\n{}', 1)", /Invalid path/, Source.spec],
  ],
  'nesting and arguments': [
    ["States.Format('{}', States.MathAdd(States.ArrayLength($.a), 1))", '10', docs],
    ["States.ArrayGetItem(States.StringSplit('a,b', ','), 1)", 'b', docs],
    ['States.Array(States.Array(States.Array(States.Array(1))))', [[[[1]]]]],
    ["States.Format('{}', $$.State.Name)", 'Call', docs],
    ['States.Array($.missing)', /could not be found/],
    ['States.Array($$.Missing)', /could not be found/],
    ['States.Unknown(1)', /not an intrinsic/],
    ['States.Array(1', /Invalid path/],
    ['States.Array(abc)', /Invalid path/],
    ["States.Array('open)", /Invalid path/],
    ['States.Array(1) x', /Invalid path/],
    [String.raw`States.StringToJson('{\"text\":1}')`, /Invalid path/, escapes],
    ["States.Array('\\'', '\\{', '\\}', '\\\\')", ["'", '{', '}', '\\'], Source.spec],
    [nested(10), JSON.parse(`${'['.repeat(10)}1${']'.repeat(10)}`), docs],
    [nested(11), /Invalid path/, docs],
  ],
};

async function call(text: string) {
  const definition = machine({ Call: { Type: 'Pass', Parameters: { 'value.$': text }, End: true } });
  return runMachine(definition, input);
}

describe.each(Object.entries(groups))('intrinsic functions: %s', (_, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', async (text, [, expected]) => {
    const { output, error, cause } = await call(text);
    if (!(expected instanceof RegExp)) return expect(output).toEqual({ value: expected });
    expect(error).toBe('States.Runtime');
    expect(cause).toMatch(/^An error occurred while executing the state 'Call' \(entered at the event id #2\)\. /);
    expect(cause).toMatch(expected);
  });
});

describe('intrinsic functions: randomness', () => {
  it('States.UUID makes version 4 UUIDs', async () => {
    const { output } = await call('States.Array(States.UUID(), States.UUID())');
    const [one, other] = (output as { value: string[] }).value;
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(one).not.toBe(other);
  });

  it('States.MathRandom repeats for its own seed, and stays in its range', async () => {
    const { output } = await call(
      'States.Array(States.MathRandom(1, 999, 7), States.MathRandom(1, 999, 7), States.MathRandom(1, 999))',
    );
    const [one, other, free] = (output as { value: number[] }).value;
    expect(one).toBe(other);
    expect(free).toBeGreaterThanOrEqual(1);
    expect(free).toBeLessThan(999);
  });
});
