import { describe, expect, it } from 'vitest';
import { roleArn, serveLocally } from '../support/serve-locally.ts';
import { machine } from './run-machine.ts';
import { Source } from './sources.ts';

const recorded = (template: string) => Source.recorded(`test_sfn_api_variable_references.py ${template}`);
const pass = { Type: 'Pass', End: true };

/** States, what they read, and where that is known from; the variables of the first state are there for the others. */
type Row = readonly [source: string, states: Readonly<Record<string, object>>, references: object | undefined];

/** A first state that assigns variables. */
const start = (assign: object) => ({ Start: { Type: 'Pass', Assign: assign, Next: 'Read' } });
const reading = (assign: object, state: object) => ({ ...start(assign), Read: { ...pass, ...state } });
const processor = (states: object, config: object = { Mode: 'INLINE' }) => ({
  ...machine(states as Readonly<Record<string, object>>),
  ProcessorConfig: config,
});
const distributed = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

const rows: readonly Row[] = [
  [
    recorded('BASE_REFERENCE_IN_PARAMETERS'),
    {
      Start: { Type: 'Pass', Parameters: { result: '$result' }, Assign: { result: 'foobar' }, Next: 'Read' },
      Read: { ...pass, ResultPath: '$.result', Parameters: { 'result.$': '$result' } },
    },
    { Read: ['result'] },
  ],
  [
    recorded('BASE_REFERENCE_IN_CHOICE'),
    {
      ...start({ guess: 'the_guess', answer: 'the_answer' }),
      Read: {
        Type: 'Choice',
        Choices: [{ Variable: '$guess', StringEqualsPath: '$answer', Next: 'Correct' }],
        Default: 'Wrong',
      },
      Correct: pass,
      Wrong: { Type: 'Pass', Assign: { 'guess.$': '$answer' }, Next: 'Read' },
    },
    { Read: ['answer', 'guess'], Wrong: ['answer'] },
  ],
  [
    recorded('BASE_REFERENCE_IN_WAIT'),
    {
      ...start({ waitTime: 0, startAt: 'date' }),
      Read: { Type: 'Wait', SecondsPath: '$waitTime', Next: 'Until' },
      Until: { Type: 'Wait', TimestampPath: '$startAt', End: true },
    },
    { Read: ['waitTime'], Until: ['startAt'] },
  ],
  [
    recorded('BASE_REFERENCE_IN_ITERATOR_OUTER_SCOPE'),
    reading(
      { bias: 4.3 },
      {
        Type: 'Map',
        ItemProcessor: processor({
          Current: { Type: 'Pass', Assign: { 'x.$': '$[0]', 'y.$': '$[1]' }, Next: 'Calculate' },
          Calculate: {
            Type: 'Map',
            ItemProcessor: processor({
              Sum: { ...pass, Assign: { 'sum.$': 'States.MathAdd(States.MathAdd($y, $x), $bias)' } },
            }),
            End: true,
          },
        }),
      },
    ),
    { Sum: ['bias', 'x', 'y'] },
  ],
  [recorded('BASE_REFERENCE_IN_INPUTPATH'), reading({ a: 42 }, { InputPath: '$a' }), { Read: ['a'] }],
  [recorded('BASE_REFERENCE_IN_OUTPUTPATH'), reading({ a: 42 }, { OutputPath: '$a' }), { Read: ['a'] }],
  [
    recorded('BASE_REFERENCE_IN_INTRINSIC_FUNCTION'),
    reading(
      { name: 'John', place: 'here', unused: 1 },
      { Parameters: { deep: { 'text.$': "States.Format('Hello {}, welcome to {}!', $name, $place)" } } },
    ),
    { Read: ['name', 'place'] },
  ],
  [
    recorded('BASE_REFERENCE_IN_FAIL'),
    {
      ...start({ errorVar: 'E', causeVar: 'C' }),
      Read: { Type: 'Fail', CausePath: '$causeVar', ErrorPath: '$errorVar' },
    },
    { Read: ['causeVar', 'errorVar'] },
  ],
  [
    recorded('BASE_ASSIGN_FROM_PARAMETERS'),
    reading({ 'result.$': '$.input' }, { Assign: { result: 'SUCCESS', 'original.$': '$.input' } }),
    undefined,
  ],
  [
    recorded('BASE_EVALUATION_ORDER_PASS_STATE'),
    reading({ answer: 42 }, { InputPath: '$answer', ResultPath: '$.a', OutputPath: '$answer', Assign: { answer: '' } }),
    { Read: ['answer'] },
  ],
  [
    recorded('MAP_STATE_REFERENCE_IN_INTRINSIC_FUNCTION'),
    reading(
      { template: "It's {}!", question: 'Who?' },
      {
        Type: 'Map',
        ItemSelector: { 'text.$': 'States.Format($template, $$.Map.Item.Value)' },
        ItemProcessor: processor({ Each: { ...pass, Parameters: { 'q.$': '$question', 'a.$': '$.text' } } }),
      },
    ),
    { Read: ['template'], Each: ['question'] },
  ],
  [
    recorded('MAP_STATE_REFERENCE_IN_ITEMS_PATH'),
    reading({ list: [] }, { Type: 'Map', ItemsPath: '$list', ItemProcessor: processor({ Each: pass }) }),
    { Read: ['list'] },
  ],
  [
    recorded('MAP_STATE_REFERENCE_IN_MAX_CONCURRENCY_PATH'),
    reading({ most: 1 }, { Type: 'Map', MaxConcurrencyPath: '$most', ItemProcessor: processor({ Each: pass }) }),
    { Read: ['most'] },
  ],
  [
    recorded('MAP_STATE_REFERENCE_IN_TOLERATED_FAILURE_PATH'),
    reading(
      { percentage: 1, count: 1 },
      {
        Type: 'Map',
        ToleratedFailurePercentagePath: '$percentage',
        ToleratedFailureCountPath: '$count',
        ItemProcessor: processor({ Each: pass }, distributed),
      },
    ),
    { Read: ['count', 'percentage'] },
  ],
  [
    recorded('MAP_STATE_REFERENCE_IN_ITEM_SELECTOR'),
    reading(
      { bucket: 'b' },
      {
        Type: 'Map',
        ItemSelector: { 'value.$': '$$.Map.Item.Value', bucketName: '$bucket', bucketPath: '$bucket' },
        ItemProcessor: processor({ Each: pass }, distributed),
      },
    ),
    undefined,
  ],
  [
    recorded('MAP_STATE_REFERENCE_IN_MAX_ITEMS_PATH'),
    reading(
      { maxItems: 2 },
      {
        Type: 'Map',
        ItemReader: {
          ReaderConfig: { InputType: 'JSON', MaxItemsPath: '$maxItems' },
          Resource: 'arn:aws:states:::s3:getObject',
          Parameters: { 'Bucket.$': '$.Bucket', 'Key.$': '$.Key' },
        },
        ItemProcessor: processor({ Each: pass }, distributed),
      },
    ),
    { Read: ['maxItems'] },
  ],
  [
    recorded('CHOICE_STATE_UNSORTED_CHOICE_PARAMETERS_JSONATA'),
    {
      Read: {
        Type: 'Choice',
        QueryLanguage: 'JSONata',
        Choices: [{ Condition: '{% $not($states.input.result.done) %}', Next: 'End' }],
        Default: 'End',
      },
      End: pass,
    },
    undefined,
  ],
  [
    Source.unknown,
    reading(
      { list: [1], name: 'n', other: 1 },
      {
        QueryLanguage: 'JSONata',
        Output: { a: '{% $map($list, function($v) { $v & $name }) %}', b: '$other', c: "{% '$other' %}" },
      },
    ),
    { Read: ['list', 'name'] },
  ],
  [
    Source.unknown,
    {
      ...start({ seconds: 5 }),
      Read: {
        Type: 'Task',
        Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
        Catch: [{ ErrorEquals: ['States.ALL'], Assign: { 'error.$': '$.Error' }, Next: 'Handle' }],
        TimeoutSecondsPath: '$seconds',
        ResultSelector: { 'r.$': '$seconds' },
        Next: 'Handle',
      },
      Handle: { ...pass, Parameters: { 'e.$': '$error' } },
    },
    { Read: ['seconds'], Handle: ['error'] },
  ],
];

describe('variableReferences', () => {
  it.each(rows)('%s: %j', async (_source, states, references) => {
    const { sfn } = await serveLocally();
    const definition = JSON.stringify(machine(states));
    const { stateMachineArn } = await sfn.createStateMachine({ name: 'm', definition, roleArn });
    const { executionArn } = await sfn.startExecution({ stateMachineArn, name: 'e' });
    const described = await sfn.describeStateMachine({ stateMachineArn });
    expect(described.variableReferences).toEqual(references);
    const ofExecution = await sfn.describeStateMachineForExecution({ executionArn });
    expect(ofExecution.variableReferences).toEqual(references);
  });
});
