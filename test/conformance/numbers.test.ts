import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../lib/states-language/types.ts';
import { virtualClock } from '../../lib/local/base/clock/virtual-clock.ts';
import { printData } from '../../lib/local/base/json-text.ts';
import { remote } from '../../lib/local/functions/lambda-function.ts';
import type { LambdaFunction } from '../../lib/local/functions/lambda-function.ts';
import { LocalStepFunctions } from '../../lib/local/service/local-step-functions.ts';
import { lambdaInvoker } from '../../lib/local/tasks/services/lambda/lambda-invoker.ts';
import { LAMBDA } from './run-machine.ts';
import { Source } from './sources.ts';

const kept = `follows from ${Source.observed}`;

/** What is sent and answered are texts: the numbers in them are what is tested. */
async function run(definition: string, input: string, functions: Readonly<Record<string, LambdaFunction>> = {}) {
  const clock = virtualClock();
  const invoke = lambdaInvoker((name) => functions[name], clock);
  const service = await LocalStepFunctions.open({ invoke, clock });
  const call = async (operation: string, request: object) =>
    (await service.call(operation, request)) as Readonly<Record<string, string>>;
  const roleArn = 'arn:aws:iam::123456789012:role/r';
  const { stateMachineArn } = await call('CreateStateMachine', { name: 'm', definition, roleArn, type: 'EXPRESS' });
  const { status, output, cause } = await call('StartSyncExecution', { stateMachineArn, input });
  await service.close();
  return { status, output, cause };
}

const machine = (state: string, language = 'JSONPath') =>
  `{"QueryLanguage":"${language}","StartAt":"S","States":{"S":${state}}}`;
const outputOf = async (state: string, input: string, language?: string) => {
  const { output, cause } = await run(machine(state, language), input);
  expect(cause).toBeUndefined();
  return output;
};

/** A number as an input has it, and as an expression gives it back. */
const jsonata: readonly (readonly [written: string, output: string, source: string])[] = [
  ['9007199254740993', '9007199254740993', Source.observed],
  ['-9007199254740993', '-9007199254740993', kept],
  ['9223372036854775807', '9223372036854775807', Source.observed],
  ['9223372036854775808', '9.223372036854776E18', Source.observed],
  ['123456789012345678901234567890', '1.2345678901234568E29', Source.measured],
  ['1.0', '1', Source.measured],
  ['1e2', '100', Source.measured],
  ['1.5', '1.5', Source.measured],
  ['0.0', '0', `follows from ${Source.measured}`],
  ['1e-7', '1.0E-7', `follows from ${Source.observed}: doubles are written as Java writes them`],
  ['12345678.9', '1.23456789E7', `follows from ${Source.observed}: doubles are written as Java writes them`],
];

/** A number as an input has it, and as a path gives it back. */
const jsonpath: readonly (readonly [written: string, output: string, source: string])[] = [
  ['9007199254740993', '9007199254740993', Source.observed],
  ['9223372036854775807', '9223372036854775807', Source.observed],
  ['9223372036854775808', '9.223372036854776E18', Source.observed],
  ['-9223372036854775809', '-9.223372036854776E18', kept],
  ['0.0', '0.0', Source.observed],
  ['1.50', '1.50', Source.observed],
  ['1e2', '1e2', Source.observed],
  ['0.1', '0.1', Source.observed],
  ['-0', '0', Source.unknown],
];

/** A function on the input `{"n": …}`, as a text. */
const texts: readonly (readonly [expression: string, written: string, text: string, source: string])[] = [
  ['$string($n)', '9007199254740993', '9007199254740993', Source.sfnx],
  ['"id-" & $n', '9007199254740993', 'id-9007199254740993', `follows from ${Source.sfnx}`],
  ['$string($n)', '9223372036854775807', '9223372036854775807', Source.measured],
  ['$string($n)', '9223372036854775808', '9223372036854776000', Source.measured],
  ['$string($n)', '999999999999999868928', '999999999999999900000', Source.measured],
  ['$string($n)', '1e20', '100000000000000000000', Source.measured],
  ['$string($n)', '1e21', '1e+21', Source.measured],
  ['$string($n)', '1.5e16', '15000000000000000', Source.sfnx],
  ['$string($n)', '0.6666666666666666', '0.666666666666666', Source.sfnx],
  ['$string($n)', '-0.6666666666666666', '-0.666666666666667', Source.sfnx],
  ['$string($n)', '1234567890123456.7', '1.23456789012345e+15', Source.sfnx],
  ['$string($n)', '123456789012345.5', '123456789012345', Source.sfnx],
  ['$string($n)', '100.0000000000001', '1e+2', Source.sfnx],
  ['$string($n)', '-99.9999999999999999', '-100', `follows from ${Source.sfnx}`],
  ['$string($n)', '0.0000015', '0.0000015', Source.sfnx],
  ['$string($n)', '0.00000015', '1.5e-7', Source.sfnx],
  ['$string($n)', '[1.0,{"a":[0.1,null]}]', '[1,{"a":[0.1,null]}]', Source.sfnx],
  ['$string($n)', '[9007199254740993]', '[9007199254740993]', `follows from ${Source.sfnx}`],
  ['$string($n)', String.raw`["\t\b\f\r\n\"\\"]`, String.raw`["\t\b\f\r\n\"\\"]`, Source.sfnx],
  ['$string($n)', String.raw`["\u0001"]`, '["\u0001"]', Source.sfnx],
  ['$string([$uppercase, 1])', '0', '["",1]', Source.sfnx],
  ['$string(function($v) { $v })', '0', '', Source.sfnx],
  ['$string({"a": [], "b": {}}, true)', '0', '{\n  "a": [],\n  "b": {}\n}', Source.sfnx],
  ['"a" & 1 & true & null & [1.5] & $missing', '0', 'a1truenull[1.5]', 'https://docs.jsonata.org/other-operators'],
];

describe('numbers', () => {
  it.each(jsonata)('JSONata: %s comes out as %s', async (written, expected) => {
    const state = '{"Type":"Pass","Output":"{% $states.input.n %}","End":true}';
    expect(await outputOf(state, `{"n":${written}}`, 'JSONata')).toBe(expected);
  });

  it.each(jsonpath)('JSONPath: %s comes out as %s', async (written, expected) => {
    const input = `{"n":${written}}`;
    expect(await outputOf('{"Type":"Pass","Parameters":{"r.$":"$.n"},"End":true}', input)).toBe(`{"r":${expected}}`);
    expect(await outputOf('{"Type":"Pass","InputPath":"$.n","End":true}', input)).toBe(expected);
  });

  it.each(texts)('%s of %s', async (expression, written, text) => {
    const called = JSON.stringify(`{% ($n := $states.input.n; ${expression}) %}`);
    const state = `{"Type":"Pass","Output":${called},"End":true}`;
    expect(JSON.parse((await outputOf(state, `{"n":${written}}`, 'JSONata')) ?? '')).toBe(text);
  });

  it('numbers that share a double stay apart', async () => {
    const numbers = '[9007199254740992,9007199254740993,9007199254740994,9223372036854775806,9223372036854775807]';
    const mapped = '{"Type":"Pass","Output":"{% $states.input.($) %}","End":true}';
    expect(await outputOf(mapped, numbers, 'JSONata')).toBe(numbers);
    const equal = '{"Type":"Pass","Output":"{% $states.input[0] = $states.input[1] %}","End":true}';
    expect(await outputOf(equal, numbers, 'JSONata')).toBe('false');
  });

  it('numbers in an expression, and what computes with numbers', async () => {
    const expression =
      '[9007199254740993, -9007199254740993, $parse(\\"[9007199254740993,1.0]\\"), $states.input + 0.5]';
    const state = `{"Type":"Pass","Output":"{% ${expression} %}","End":true}`;
    expect(await outputOf(state, '1.0', 'JSONata')).toBe('[9007199254740993,-9007199254740993,9007199254740993,1,1.5]');
  });

  it('what nobody looks into is passed on as it is', async () => {
    expect(await outputOf('{"Type":"Pass","End":true}', '{"a":0.0,"b":[1.10]}')).toBe('{"a":0.0,"b":[1.10]}');
    expect(await outputOf('{"Type":"Pass","End":true}', '{"a":0.0,"b":[1.10]}', 'JSONata')).toBe(
      '{"a":0.0,"b":[1.10]}',
    );
  });

  it('data in a definition keeps its numbers, and all other numbers are numbers', async () => {
    const result = '{"Type":"Pass","Result":{"id":9007199254740993,"d":1.0},"End":true}';
    expect(await outputOf(result, '{}')).toBe('{"id":9007199254740993,"d":1.0}');
    const output = '{"Type":"Pass","Output":{"id":9007199254740993,"d":1.0},"End":true}';
    expect(await outputOf(output, '{}', 'JSONata')).toBe('{"id":9007199254740993,"d":1.0}');
    const named = '{"StartAt":"Result","States":{"Result":{"Type":"Wait","Seconds":1.0,"End":true}}}';
    expect((await run(named, '{}')).status).toBe('SUCCEEDED');
    const retried = `{"Type":"Task","Resource":"${LAMBDA}","Parameters":{"FunctionName":"f"},"Retry":[{"ErrorEquals":["States.ALL"],"BackoffRate":2.0,"MaxAttempts":1}],"End":true}`;
    let tries = 0;
    const f: LambdaFunction = async () => {
      if ((tries += 1) === 1) throw new Error('again');
      return 1;
    };
    expect((await run(machine(retried), '{}', { f })).status).toBe('SUCCEEDED');
    expect(tries).toBe(2);
  });

  it('variables, Maps and branches pass them on', async () => {
    const definition: StateMachine = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { 'n.$': '$[0]' }, Next: 'M' },
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
          Next: 'P',
        },
        P: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'B', States: { B: { Type: 'Pass', Parameters: { 'a.$': '$', 'n.$': '$n' }, End: true } } },
          ],
          End: true,
        },
      },
    };
    const { output } = await run(JSON.stringify(definition), '[9007199254740993,0.0]');
    expect(output).toBe('[{"a":[9007199254740993,0.0],"n":9007199254740993}]');
  });

  it.each([
    ["States.Format('{}', $.n)", '9007199254740993', '"9007199254740993"'],
    ['States.JsonToString($)', '1.0', String.raw`"{\"n\":1.0}"`],
    ["States.StringToJson('[9007199254740993,1.0]')", '0', '[9007199254740993,1.0]'],
    ['States.ArrayContains(States.Array($.n), $.n)', '9007199254740993', 'true'],
    ['States.ArrayUnique(States.Array($.n, $.n))', '9007199254740993', '[9007199254740993]'],
    ['States.Array(9007199254740993, 1.0)', '0', '[9007199254740993,1.0]'],
    ['States.MathAdd($.n, 2)', '1.0', '3'],
    ['States.ArrayGetItem(States.Array(7, 8), $.n)', '1.0', '8'],
    ['$[?(@.n > 0.5)].n', '1.0', '[1.0]'],
    ['$[?(@.n == 1)].n', '1.0', '[1.0]'],
  ])('%s of %s', async (expression, written, expected) => {
    const state = `{"Type":"Pass","Parameters":{"r.$":${JSON.stringify(expression)}},"End":true}`;
    expect(await outputOf(state, `{"n":${written}}`)).toBe(`{"r":${expected}}`);
  });

  it.each([
    ['"NumericEquals":9007199254740993', '9007199254740993', true],
    ['"NumericEquals":9007199254740992', '9007199254740993', false],
    ['"NumericGreaterThan":9007199254740992', '9007199254740993', true],
    ['"NumericEquals":1', '1.0', true],
    ['"NumericEquals":1.0', '1', true],
    ['"NumericLessThanPath":"$.m"', '0.0', true],
    ['"IsNumeric":true', '0.0', true],
    ['"IsString":true', '0.0', false],
  ])('a Choice asks %s of %s', async (test, written, matches) => {
    const choice = `{"Type":"Choice","Choices":[{"Variable":"$.n",${test},"Next":"Yes"}],"Default":"No"}`;
    const ends = '"Yes":{"Type":"Pass","Result":true,"End":true},"No":{"Type":"Pass","Result":false,"End":true}';
    const { output } = await run(`{"StartAt":"S","States":{"S":${choice},${ends}}}`, `{"n":${written},"m":0.50}`);
    expect(output).toBe(String(matches));
  });

  it('a number is no object', async () => {
    const { cause } = await run(machine('{"Type":"Pass","Parameters":{"r.$":"$.n.text"},"End":true}'), '{"n":1.0}');
    expect(cause).toContain("The JSONPath '$.n.text' specified for the field 'r.$' could not be found");
    expect(await outputOf('{"Type":"Pass","Parameters":{"r.$":"$..*"},"End":true}', '{"n":1.0}')).toBe('{"r":[1.0]}');
    const placed = await run(machine('{"Type":"Pass","Result":1,"ResultPath":"$.n.x","End":true}'), '{"n":1.0}');
    expect(placed.cause).toContain('Unable to apply ReferencePath $.n.x to input {"n":1.0}');
  });

  const invoke = `{"Type":"Task","Resource":"${LAMBDA}","Parameters":{"FunctionName":"f","Payload.$":"$"},"OutputPath":"$.Payload","End":true}`;

  it('a function elsewhere is sent them, and answers them', async () => {
    const sent: string[] = [];
    const f = remote(async (event) => {
      sent.push(printData(event));
      return event;
    });
    const { output } = await run(machine(invoke), '{"id":9007199254740993,"d":0.0}', { f });
    expect([...sent, output]).toEqual(['{"id":9007199254740993,"d":0.0}', '{"id":9007199254740993,"d":0.0}']);
  });

  it('a function of this process gets numbers as JavaScript has them, as on Lambda', async () => {
    const events: unknown[] = [];
    const f: LambdaFunction = async (event) => {
      events.push(event);
      return event;
    };
    const { output } = await run(machine(invoke), '{"id":9007199254740993,"d":0.0}', { f });
    expect(events).toEqual([{ id: Number('9007199254740993'), d: 0 }]);
    expect(output).toBe('{"id":9007199254740992,"d":0}');
  });
});
