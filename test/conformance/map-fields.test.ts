import { describe, expect, it } from 'vitest';
import { detailsOf, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const scenario = (test: string) => Source.recorded(`test_base_scenarios.py ${test}`);
const each = machine({ Each: { Type: 'Pass', End: true } });
const distributed = { ...each, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
const prefix = "An error occurred while executing the state 'M' (entered at the event id #2). ";
const run = (state: object, input: unknown, more: object = {}) =>
  runMachine(machine({ M: { Type: 'Map', ItemProcessor: each, ...state, End: true } }, more), input);

describe('Map: items that are no list, in JSONata', () => {
  const jsonata = { QueryLanguage: 'JSONata' };
  const unexpected = (expression: string, type: string, value: unknown) =>
    `The JSONata expression '${expression}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${type}' for value: ${JSON.stringify(value)}`;

  it.each([[1], ['string'], [true], [{ foo: 'bar' }], [null]])(
    `the input %j (${scenario('test_map_state_items_input_types')})`,
    async (input) => {
      const { error, cause, history, events } = await run({}, input, jsonata);
      expect(error).toBe('States.QueryEvaluationError');
      expect(cause).toBe(`${prefix}Map state input must be an array but was: ${JSON.stringify(input)}`);
      expect(events.slice(1)).toEqual([
        '2<0 MapStateEntered M',
        '3<0 EvaluationFailed',
        '4<3 MapStateFailed',
        '5<4 ExecutionFailed',
      ]);
      expect(detailsOf(history[2])).toEqual({ state: 'M', error, cause });
    },
  );

  it.each([
    ['1', 'number', 1],
    ['"string"', 'string', 'string'],
    ['true', 'boolean', true],
    ['{"foo": "bar"}', 'object', { foo: 'bar' }],
    ['null', 'null', null],
  ])(`Items of %s (${scenario('test_map_state_items_eval_jsonata_fail')})`, async (expression, type, value) => {
    const { error, cause, history, events } = await run({ Items: `{% ${expression} %}` }, {}, jsonata);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toBe(prefix + unexpected(expression, type, value));
    expect(events.slice(2)).toEqual(['3<0 EvaluationFailed', '4<3 MapStateFailed', '5<4 ExecutionFailed']);
    expect(detailsOf(history[2])).toEqual({ state: 'M', error, cause, location: 'Items' });
  });

  it(`Items that are a function (${scenario('test_map_state_items_eval_jsonata_fail[function]')})`, async () => {
    const { cause, events } = await run({ Items: '{% $fn := function($x){$x} %}' }, {}, jsonata);
    expect(cause).toBe(
      `${prefix}The JSONata expression '$fn := function($x){$x}' specified for the field 'Items' returned an unsupported result type.`,
    );
    expect(events.slice(2)).toEqual(['3<0 EvaluationFailed', '4<3 MapStateFailed', '5<4 ExecutionFailed']);
  });

  it(`after another state (${scenario('test_map_state_items_variable_sampling[null]')})`, async () => {
    const definition = machine(
      {
        Start: { Type: 'Pass', Assign: { items: null }, Next: 'M' },
        M: { Type: 'Map', Items: '{% $items %}', ItemProcessor: each, End: true },
      },
      jsonata,
    );
    const { events } = await runMachine(definition);
    expect(events.slice(3)).toEqual([
      '4<3 MapStateEntered M',
      '5<3 EvaluationFailed',
      '6<5 MapStateFailed',
      '7<6 ExecutionFailed',
    ]);
  });
});

describe('Map: numbers that a path finds', () => {
  type Row = readonly [field: string, value: unknown, expected: string | undefined, source: string];
  const count = scenario('test_map_state_tolerated_failure_count_path');
  const percentage = scenario('test_map_state_tolerated_failure_percentage_path');
  const concurrency = `${Source.unknown}: as LocalStack's engine tells it`;
  const asText = Source.recorded('test_assign_reference_variables.py, where a variable holds a text');
  const invalid = (field: string, value: string, type: string) =>
    `The ${field}Path field refers to value "${value}" which is not a valid ${type}: $.n`;
  const rows: readonly Row[] = [
    ['ToleratedFailureCount', {}, invalid('ToleratedFailureCount', '{}', 'integer'), count],
    ['ToleratedFailureCount', 'NoNumber', invalid('ToleratedFailureCount', 'NoNumber', 'integer'), count],
    ['ToleratedFailureCount', -1, 'ToleratedFailureCount cannot be negative.', count],
    ['ToleratedFailureCount', 0, undefined, count],
    ['ToleratedFailureCount', 1, undefined, count],
    ['ToleratedFailureCount', '1', undefined, asText],
    ['ToleratedFailureCount', 1.5, invalid('ToleratedFailureCount', '1.5', 'integer'), Source.unknown],
    ['ToleratedFailureCount', '', invalid('ToleratedFailureCount', '', 'integer'), Source.unknown],
    ['ToleratedFailurePercentage', {}, invalid('ToleratedFailurePercentage', '{}', 'float'), percentage],
    ['ToleratedFailurePercentage', 'NoNumber', invalid('ToleratedFailurePercentage', 'NoNumber', 'float'), percentage],
    ['ToleratedFailurePercentage', -1.1, 'ToleratedFailurePercentage must be between 0 and 100.', percentage],
    ['ToleratedFailurePercentage', -1, 'ToleratedFailurePercentage must be between 0 and 100.', percentage],
    ['ToleratedFailurePercentage', 0, undefined, percentage],
    ['ToleratedFailurePercentage', 1.1, undefined, percentage],
    ['ToleratedFailurePercentage', 100, undefined, percentage],
    ['ToleratedFailurePercentage', 100.1, 'ToleratedFailurePercentage must be between 0 and 100.', percentage],
    ['ToleratedFailurePercentage', '1', undefined, asText],
    ['MaxConcurrency', null, invalid('MaxConcurrency', 'null', 'integer'), concurrency],
    ['MaxConcurrency', true, invalid('MaxConcurrency', 'true', 'integer'), Source.unknown],
    ['MaxConcurrency', 'many', invalid('MaxConcurrency', 'many', 'integer'), concurrency],
    ['MaxConcurrency', -1, "Expected non-negative integer for MaxConcurrency, got '-1' instead.", concurrency],
    ['MaxConcurrency', 0, undefined, concurrency],
    ['MaxConcurrency', '1', undefined, asText],
  ];

  it.each(rows)('%s of %j', async (field, value, expected) => {
    const state = { [`${field}Path`]: '$.n', ItemsPath: '$.items', ItemProcessor: distributed };
    const { status, error, cause, events } = await run(state, { items: [0], n: value });
    if (expected === undefined) return expect(status).toBe('SUCCEEDED');
    expect([error, cause]).toEqual(['States.Runtime', prefix + expected]);
    expect(events.slice(2)).toEqual(
      field === 'MaxConcurrency' ? ['3<2 ExecutionFailed'] : ['3<2 MapStateStarted', '4<3 ExecutionFailed'],
    );
  });

  it.each(['1', 1])('MaxConcurrency of %j holds for an inline Map', async (n) => {
    const waiting = machine({ W: { Type: 'Wait', Seconds: 1, End: true } });
    const state = { MaxConcurrencyPath: '$.n', ItemsPath: '$.items', ItemProcessor: waiting };
    expect((await run(state, { items: [0, 0, 0], n })).seconds).toBe(3);
  });
});
