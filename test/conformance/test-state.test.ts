import type { TestStateInput } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import type { LocalStepFunctionsOptions } from '../../lib/local/index.ts';
import { StatesError } from '../../lib/local/index.ts';
import { refusal, roleArn, serveLocally } from '../support/serve-locally.ts';
import { LAMBDA } from './run-machine.ts';
import { Source } from './sources.ts';

const recorded = (file: string) => Source.recorded(`test_state/${file}`);

/** `inspectionData` with its JSON texts parsed. */
function inspected(data: object | undefined): unknown {
  return (
    data &&
    Object.fromEntries(
      Object.entries(data).map(([name, value]) => [
        name,
        typeof value === 'string' ? (JSON.parse(value) as unknown) : (value as unknown),
      ]),
    )
  );
}

/** Tests a state, or a state of a machine; input, results and contexts are written as values. */
async function test(
  definition: object,
  { input, ...request }: Partial<Omit<TestStateInput, 'definition' | 'input'>> & { readonly input?: unknown } = {},
  options: Partial<LocalStepFunctionsOptions> = {},
) {
  const { sfn } = await serveLocally(options);
  const {
    status,
    error: name,
    cause,
    nextState,
    output,
    inspectionData,
  } = await sfn.testState({
    definition: JSON.stringify(definition),
    inspectionLevel: 'DEBUG',
    ...(input !== undefined && { input: JSON.stringify(input) }),
    ...request,
  });
  return {
    status,
    ...(name !== undefined && { error: name }),
    ...(cause !== undefined && { cause }),
    ...(nextState !== undefined && { nextState }),
    ...(output !== undefined && { output: JSON.parse(output) as unknown }),
    ...(inspectionData !== undefined && { inspectionData: inspected(inspectionData) }),
  };
}

const result = (value: unknown, more: object = {}) => ({ mock: { result: JSON.stringify(value), ...more } });
const error = (name: string, cause: string) => ({ mock: { errorOutput: { error: name, cause } } });
const hello = { Value: 'HelloWorld' };

describe('TestState of states without work', () => {
  const nested = {
    initialData: { fieldFromInput: 'value from input', otherField: 'other' },
    unrelatedData: { someOtherField: 1234 },
  };
  const fixed = { resultKey: 'result value' };
  it.each<[string, object, unknown, object]>([
    [
      'a Pass',
      { Type: 'Pass', End: true },
      hello,
      {
        status: 'SUCCEEDED',
        output: hello,
        inspectionData: {
          input: hello,
          afterInputPath: hello,
          afterParameters: hello,
          afterResultSelector: hello,
          afterResultPath: hello,
        },
      },
    ],
    [
      'a Pass with a Result',
      { Type: 'Pass', Result: fixed, End: true },
      hello,
      {
        status: 'SUCCEEDED',
        output: fixed,
        inspectionData: { input: hello, result: fixed, afterResultSelector: fixed, afterResultPath: fixed },
      },
    ],
    [
      'a Pass with paths',
      {
        Type: 'Pass',
        InputPath: '$.initialData',
        Parameters: { staticValue: 'some value', 'inputValue.$': '$.fieldFromInput' },
        ResultPath: '$.modifiedData',
        End: true,
      },
      nested,
      {
        status: 'SUCCEEDED',
        output: { ...nested, modifiedData: { staticValue: 'some value', inputValue: 'value from input' } },
        inspectionData: {
          input: nested,
          afterInputPath: nested.initialData,
          afterParameters: { staticValue: 'some value', inputValue: 'value from input' },
          afterResultSelector: { staticValue: 'some value', inputValue: 'value from input' },
          afterResultPath: { ...nested, modifiedData: { staticValue: 'some value', inputValue: 'value from input' } },
        },
      },
    ],
    [
      'a Fail',
      { Type: 'Fail', Error: 'SomeFailure', Cause: 'why' },
      hello,
      {
        status: 'FAILED',
        error: 'SomeFailure',
        cause: 'why',
        inspectionData: { input: hello, afterInputPath: hello },
      },
    ],
    [
      'a Succeed',
      { Type: 'Succeed' },
      hello,
      { status: 'SUCCEEDED', output: hello, inspectionData: { input: hello, afterInputPath: hello } },
    ],
    [
      'a Choice',
      {
        Type: 'Choice',
        Choices: [
          { Variable: '$.value', NumericEquals: 0, Next: 'ValueIsZero' },
          {
            And: [
              { Variable: '$.value', NumericGreaterThanEquals: 20 },
              { Variable: '$.value', NumericLessThan: 30 },
            ],
            Next: 'ValueInTwenties',
          },
        ],
        Default: 'DefaultState',
      },
      { type: 'Private', value: 22 },
      {
        status: 'SUCCEEDED',
        nextState: 'ValueInTwenties',
        output: { type: 'Private', value: 22 },
        inspectionData: { input: { type: 'Private', value: 22 }, afterInputPath: { type: 'Private', value: 22 } },
      },
    ],
    [
      'a Choice in JSONata',
      {
        Type: 'Choice',
        QueryLanguage: 'JSONata',
        Choices: [{ Condition: '{% $states.input.cost < 10 %}', Next: 'Purchase Approved' }],
        Default: 'Ask for Approval',
      },
      { cost: 10 },
      {
        status: 'SUCCEEDED',
        nextState: 'Ask for Approval',
        output: { cost: 10 },
        inspectionData: { input: { cost: 10 } },
      },
    ],
  ])(`%s (${recorded('test_test_state_scenarios.py')})`, async (_, definition, input, expected) => {
    expect(await test(definition, { input })).toEqual(expected);
  });

  it(`INFO tells the outcome alone (${recorded('test_test_state_scenarios.py test_base_inspection_level_info')})`, async () => {
    const outcome = await test({ Type: 'Pass', Next: 'On' }, { input: hello, inspectionLevel: 'INFO' });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: hello, nextState: 'On' });
  });

  it(`TRACE tells as much as DEBUG where there is no HTTP (${recorded('test_test_state_scenarios.py test_base_inspection_level_trace')})`, async () => {
    const pass = { Type: 'Pass', End: true };
    expect(await test(pass, { input: hello, inspectionLevel: 'TRACE' })).toEqual(await test(pass, { input: hello }));
  });

  it(`the input is an empty object when there is none (${recorded('test_state_context_object.py test_state_wait_task_context_object')})`, async () => {
    expect((await test({ Type: 'Succeed' })).output).toEqual({});
  });

  it(`a Wait waits (${Source.guide}/test-state-isolation.html)`, async () => {
    expect(await test({ Type: 'Wait', Seconds: 3, Next: 'On' }, { inspectionLevel: 'INFO' })).toEqual({
      status: 'SUCCEEDED',
      output: {},
      nextState: 'On',
    });
  });

  it(`a test ends after five minutes (${Source.guide}/test-state-isolation.html)`, async () => {
    expect(await test({ Type: 'Wait', Seconds: 301, End: true }, { inspectionLevel: 'INFO' })).toEqual({
      status: 'FAILED',
      error: 'States.Timeout',
    });
  });

  it(`a failed evaluation is told without its state (${recorded('test_state_context_object.py test_state_map_context_object')}, of a Map)`, async () => {
    expect(await test({ Type: 'Pass', InputPath: '$.none', End: true }, { inspectionLevel: 'INFO' })).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: "Invalid path '$.none' : No results for path: $['none']",
    });
  });
});

describe('TestState of variables', () => {
  it(`variables are read, set and told (${recorded('test_test_state_scenarios.py test_state_with_variables')})`, async () => {
    const state = {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Output: { sum: '{% $sum($states.input.values) + $extra %}' },
      Assign: { extra: '{% $extra + 1 %}', more: 'x' },
      End: true,
    };
    const input = { values: [1, 2, 3] };
    expect(await test(state, { input, variables: '{"extra":10,"kept":true}' })).toEqual({
      status: 'SUCCEEDED',
      output: { sum: 16 },
      inspectionData: { input, variables: { extra: 11, kept: true, more: 'x' } },
    });
  });
});

describe('TestState of the context object', () => {
  it(`is like that of an Express execution (${recorded('test_test_state_scenarios.py test_state_with_variables')})`, async () => {
    const state = { Type: 'Pass', Parameters: { 'context.$': '$$' }, End: true };
    expect((await test(state, { input: hello })).output).toEqual({
      context: {
        Execution: {
          Id: expect.stringMatching(/^arn:aws:states:us-east-1:\d{12}:express:[-0-9a-f]{36}:[-0-9a-f]{36}$/),
          Input: hello,
          Name: expect.stringMatching(/^[-0-9a-f]{36}$/),
          RoleArn: null,
          StartTime: expect.stringMatching(/^\d{4}-.*Z$/),
        },
        StateMachine: {
          Id: expect.stringMatching(/^arn:aws:states:us-east-1:\d{12}:stateMachine:[-0-9a-f]{36}$/),
          Name: expect.stringMatching(/^[-0-9a-f]{36}$/),
        },
        State: { Name: 'StateName', EnteredTime: expect.stringMatching(/^\d{4}-.*Z$/) },
      },
    });
  });

  it(`has the role and a RetryCount where there is one (${recorded('test_test_state_scenarios.py test_base_map_state_inspect')})`, async () => {
    const state = {
      Type: 'Task',
      Resource: LAMBDA,
      Parameters: { FunctionName: 'f' },
      ResultSelector: { 'c.$': '$$' },
      End: true,
    };
    expect((await test(state, { roleArn, ...result({}) })).output).toMatchObject({
      c: { Execution: { RoleArn: roleArn }, State: { RetryCount: 0 } },
    });
  });

  const context = {
    Execution: { Id: 'arn:aws:states:::execution:M:e', Input: { values: ['a', 'b'] }, Name: 'e' },
    State: { Name: 'MyTaskState', EnteredTime: '2025-01-15T10:30:01.500Z', RetryCount: 0 },
    StateMachine: { Id: 'arn:aws:states:::stateMachine:M', Name: 'M' },
  };
  const task = {
    Type: 'Task',
    Resource: LAMBDA,
    Parameters: { FunctionName: 'f' },
    ResultSelector: { 'all.$': '$$' },
    End: true,
  };
  it.each([
    ['as it is given', context],
    ['with empty parts', { Execution: {}, State: {}, StateMachine: {} }],
    ['empty', {}],
  ])(`may be given: %s (${recorded('test_state_context_object.py')})`, async (_, given) => {
    const outcome = await test(task, { context: JSON.stringify(given), ...result({}) });
    expect(outcome.output).toEqual({ all: given });
  });

  it(`may hold the token of a task that waits (${recorded('test_state_context_object.py test_state_wait_task_context_object')})`, async () => {
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl: 'q', MessageBody: { 'TaskToken.$': '$$.Task.Token' } },
      ResultPath: '$.SQS',
      Next: 'NEXT_STATE',
    };
    const pokemon = { pokemon: ['charizard'] };
    expect(await test(state, { context: '{"Task":{"Token":"abcd123"}}', ...result(pokemon) })).toEqual({
      status: 'SUCCEEDED',
      nextState: 'NEXT_STATE',
      output: { SQS: pokemon },
      inspectionData: {
        input: {},
        afterInputPath: {},
        afterParameters: { QueueUrl: 'q', MessageBody: { TaskToken: 'abcd123' } },
        result: pokemon,
        afterResultSelector: pokemon,
        afterResultPath: { SQS: pokemon },
      },
    });
  });

  it.each([
    [{ Execution: { Id: 1 } }, 'Execution.Id must be a string'],
    [{ Map: {} }, "'Map' field is not supported when mocking a Context object"],
    [{ Execution: { pokemon: 'squirtle' } }, "Field 'pokemon' is not allowed"],
    [{ Pokedex: {} }, "Field 'Pokedex' is not allowed"],
    [
      { Task: { Token: 't' } },
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    ],
  ])(`%j is refused (${recorded('test_state_context_object.py')})`, async (given, message) => {
    expect(await refusal(test(task, { context: JSON.stringify(given), ...result({}) }))).toEqual({
      status: 400,
      name: 'ValidationException',
      message: `Invalid Context object provided: ${message}`,
    });
  });

  it(`belongs to a mock (the error is ${Source.unknown}; ${Source.guide}/test-state-isolation.html)`, async () => {
    expect((await refusal(test({ Type: 'Succeed' }, { context: '{}' }))).name).toBe('ValidationException');
  });

  it(`has the first item in a state of a Map (its value is ${Source.unknown}; ${Source.guide}/test-state-isolation.html)`, async () => {
    const machine = {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: {
            StartAt: 'One',
            States: { One: { Type: 'Pass', Parameters: { 'index.$': '$$.Map.Item.Index' }, End: true } },
          },
          End: true,
        },
      },
    };
    expect((await test(machine, { stateName: 'One', input: hello })).output).toEqual({ index: 0 });
  });
});

describe('TestState of tasks', () => {
  const call = {
    Type: 'Task',
    Resource: LAMBDA,
    InputPath: '$.in',
    Parameters: { FunctionName: 'f', 'Payload.$': '$' },
    ResultSelector: { 'paid.$': '$.Payload' },
    ResultPath: '$.out',
    OutputPath: '$.out',
    Next: 'On',
  };

  it(`a real call (${recorded('test_test_state_scenarios.py test_base_lambda_service_task_state')})`, async () => {
    const invoke = async ({ parameters }: { readonly parameters: unknown }) => ({
      Payload: JSON.stringify(parameters),
    });
    const sent = { FunctionName: 'f', Payload: 1 };
    const answer = { Payload: JSON.stringify(sent) };
    const paid = { paid: answer.Payload };
    expect(await test(call, { input: { in: 1 }, roleArn }, { invoke })).toEqual({
      status: 'SUCCEEDED',
      nextState: 'On',
      output: paid,
      inspectionData: {
        input: { in: 1 },
        afterInputPath: 1,
        afterParameters: sent,
        result: answer,
        afterResultSelector: paid,
        afterResultPath: { in: 1, out: paid },
      },
    });
  });

  it(`a real call that fails (${Source.guide}/test-state-isolation.html)`, async () => {
    const invoke = () => Promise.reject(new StatesError('Lambda.ResourceNotFoundException', 'no such function'));
    expect(await test(call, { input: { in: 1 }, roleArn, inspectionLevel: 'INFO' }, { invoke })).toEqual({
      status: 'FAILED',
      error: 'Lambda.ResourceNotFoundException',
      cause: 'no such function',
    });
  });

  it(`a mocked result (${recorded('test_test_state_mock_scenarios.py test_base_lambda_service_task_mock_success')})`, async () => {
    const outcome = await test(call, { input: { in: 1 }, inspectionLevel: 'INFO', ...result({ Payload: 'ok' }) });
    expect(outcome).toEqual({ status: 'SUCCEEDED', nextState: 'On', output: { paid: 'ok' } });
  });

  it(`in JSONata, with arguments (${recorded('test_test_state_scenarios.py test_localstack_blogpost_scenario')})`, async () => {
    const state = {
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: 'arn:aws:states:::apigateway:invoke',
      Arguments: { Method: 'POST', RequestBody: '{% $states.input %}' },
      Output: '{% $merge([$states.result, {"by": "Mary"}]) %}',
      Next: 'Check Approval',
    };
    expect(await test(state, { input: { cost: 10 }, ...result({ approval: true }) })).toEqual({
      status: 'SUCCEEDED',
      nextState: 'Check Approval',
      output: { approval: true, by: 'Mary' },
      inspectionData: {
        input: { cost: 10 },
        afterArguments: { Method: 'POST', RequestBody: { cost: 10 } },
        result: { approval: true },
      },
    });
  });

  const caught = {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: LAMBDA,
    Arguments: { FunctionName: 'foo', Payload: 'bar' },
    Catch: [
      {
        ErrorEquals: ['MockException'],
        Output: { errorOutput: '{% $states.errorOutput %}' },
        Next: 'HandleMockError',
      },
      { ErrorEquals: ['States.TaskFailed'], Next: 'HandleThreshold' },
    ],
    End: true,
  };
  it.each([
    ['MockException', 'HandleMockError', 0, { errorOutput: { Error: 'MockException', Cause: 'c' } }],
    ['Other', 'HandleThreshold', 1, { Error: 'Other', Cause: 'c' }],
  ])(
    `a caught error %s (${recorded('test_test_state_scenarios.py test_state_task_catch_error')})`,
    async (name, nextState, catchIndex, output) => {
      expect(await test(caught, { input: hello, ...error(name, 'c') })).toEqual({
        status: 'CAUGHT_ERROR',
        error: name,
        cause: 'c',
        nextState,
        output,
        inspectionData: {
          input: hello,
          afterArguments: { FunctionName: 'foo', Payload: 'bar' },
          errorDetails: { catchIndex },
        },
      });
    },
  );

  const retried = {
    Type: 'Task',
    Resource: LAMBDA,
    Parameters: { FunctionName: 'f' },
    Retry: [
      { ErrorEquals: ['Other'] },
      { ErrorEquals: ['MockException'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2, MaxDelaySeconds: 5 },
    ],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
    End: true,
  };
  it.each([
    [0, 2],
    [1, 5],
  ])(
    `a retrier used %i times before would wait %i s (${recorded('test_state_configuration.py')})`,
    async (used, wait) => {
      const request = { stateConfiguration: { retrierRetryCount: used }, ...error('MockException', 'c') };
      expect(await test(retried, request)).toEqual({
        status: 'RETRIABLE',
        error: 'MockException',
        cause: 'c',
        inspectionData: {
          input: {},
          afterInputPath: {},
          afterParameters: { FunctionName: 'f' },
          errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: wait },
        },
      });
    },
  );

  it(`a retrier that is used up leaves the error to a catcher (${recorded('test_state_configuration.py test_state_configuration_retrier_retry_count')})`, async () => {
    const request = { stateConfiguration: { retrierRetryCount: 2 }, ...error('MockException', 'c') };
    expect(await test(retried, request)).toMatchObject({ status: 'CAUGHT_ERROR', nextState: 'Caught' });
  });

  it(`a mocked nested execution gives its description (${Source.guide}/test-state-isolation.html)`, async () => {
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: 'arn' },
      OutputPath: '$.Output',
      End: true,
    };
    const described = {
      ExecutionArn: 'e',
      StateMachineArn: 'm',
      Status: 'SUCCEEDED',
      StartDate: 'now',
      Output: { a: 1 },
    };
    expect((await test(state, result(described))).output).toEqual({ a: 1 });
  });
});

describe('TestState of Map and Parallel', () => {
  const processor = { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } };
  const values = { Values: ['first', 'second', 'third'] };
  const map = {
    Type: 'Map',
    QueryLanguage: 'JSONata',
    Items: '{% $states.input.Values %}',
    ItemProcessor: processor,
    End: true,
  };

  it.each([
    [{ MaxConcurrency: '{% 1 %}' }, { maxConcurrency: 1 }],
    [{ ToleratedFailurePercentage: '{% 1 %}' }, { maxConcurrency: 0, toleratedFailurePercentage: 1 }],
    [{ ToleratedFailureCount: '{% 1 %}' }, { maxConcurrency: 0, toleratedFailureCount: 1 }],
  ])(
    `a Map with %j (${recorded('test_test_state_scenarios.py test_base_map_state_inspect')})`,
    async (more, limits) => {
      const distributed = { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
      const state = { ...map, ItemProcessor: distributed, ...more };
      expect(await test(state, { input: values, ...result([1, 1, 1]) })).toEqual({
        status: 'SUCCEEDED',
        output: [1, 1, 1],
        inspectionData: { input: values, ...limits },
      });
    },
  );

  it(`a Map in JSONPath (${recorded('test_state_context_object.py test_state_map_context_object')})`, async () => {
    const state = {
      Type: 'Map',
      ItemsPath: '$$.Execution.Input.values',
      MaxConcurrency: 1,
      ItemProcessor: processor,
      End: true,
    };
    const context = JSON.stringify({ Execution: { Input: { values: ['a', 'b'] } } });
    expect(await test(state, { input: ['fire'], context, ...result(['A', 'B']) })).toEqual({
      status: 'SUCCEEDED',
      output: ['A', 'B'],
      inspectionData: {
        input: ['fire'],
        afterInputPath: ['fire'],
        afterItemsPath: ['a', 'b'],
        afterResultSelector: ['A', 'B'],
        afterResultPath: ['A', 'B'],
        maxConcurrency: 1,
      },
    });
  });

  it(`items that are no list (${recorded('test_state_context_object.py test_state_map_context_object')})`, async () => {
    const state = { Type: 'Map', ItemsPath: '$$.Execution.Input', ItemProcessor: processor, End: true };
    const context = JSON.stringify({ Execution: { Input: 1 } });
    expect(await test(state, { input: ['fire'], context, ...result([1]) })).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      inspectionData: { input: ['fire'], afterInputPath: ['fire'] },
    });
  });

  it(`tells the inputs of iterations, and of batches (${Source.guide}/test-state-isolation.html)`, async () => {
    const state = {
      Type: 'Map',
      ItemsPath: '$.Values',
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      End: true,
    };
    const selected = [0, 1, 2].map((i) => ({ v: values.Values[i], i }));
    expect((await test(state, { input: values, ...result([1, 2]) })).inspectionData).toMatchObject({
      afterItemSelector: selected,
      afterItemBatcher: [{ Items: selected.slice(0, 2) }, { Items: selected.slice(2) }],
    });
  });

  it(`items of a reader come from the request (${recorded('test_state_configuration.py test_state_machine_configuration_map_iteration_item_reader')})`, async () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'State0',
      States: {
        State0: {
          Type: 'Map',
          MaxConcurrency: 1,
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'JSON' },
            Arguments: { Bucket: '{% $states.input.Bucket %}', Key: '{% $states.input.Key %}' },
          },
          ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
          End: true,
        },
      },
    };
    const input = { Bucket: 'test-bucket', Key: 'test-key' };
    const stateConfiguration = { mapItemReaderData: '[1, 2, 3]' };
    expect(await test(machine, { stateName: 'State0', input, stateConfiguration, ...result([1, 4, 9]) })).toEqual({
      status: 'SUCCEEDED',
      output: [1, 4, 9],
      inspectionData: { input, maxConcurrency: 1 },
    });
  });

  describe('failed iterations', () => {
    const exceeded = {
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    };
    const tolerant = {
      ...map,
      ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      ToleratedFailureCount: 1,
    };
    const run = (state: object, failures: number) =>
      test(state, { input: values, stateConfiguration: { mapIterationFailureCount: failures }, ...result([0, 0, 1]) });

    it(`more than tolerated (${recorded('test_state_configuration.py test_map_state_failure_count')})`, async () => {
      expect(await run(tolerant, 1)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await run(tolerant, 2)).toMatchObject({ status: 'FAILED', ...exceeded });
      expect(
        await run({ ...tolerant, ToleratedFailureCount: undefined, ToleratedFailurePercentage: 60 }, 2),
      ).toMatchObject({
        status: 'FAILED',
      });
      expect(
        await run({ ...tolerant, ToleratedFailureCount: undefined, ToleratedFailurePercentage: 70 }, 2),
      ).toMatchObject({
        status: 'SUCCEEDED',
      });
    });

    it(`a Map without limits does not ask (${recorded('test_state_configuration.py test_map_state_failure_count')})`, async () => {
      expect(await run(map, 2)).toMatchObject({ status: 'SUCCEEDED', output: [0, 0, 1] });
    });

    it(`are retried and caught (${recorded('test_state_configuration.py test_map_state_failure_count')})`, async () => {
      const Retry = [{ ErrorEquals: ['X'] }, { ErrorEquals: ['States.ExceedToleratedFailureThreshold'] }];
      expect(await run({ ...tolerant, Retry }, 2)).toMatchObject({
        status: 'RETRIABLE',
        ...exceeded,
        inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 1 } },
      });
      const Catch = [
        { ErrorEquals: ['X'], Next: 'No' },
        { ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'HandleThreshold' },
      ];
      expect(await run({ ...tolerant, Catch }, 2)).toMatchObject({
        status: 'CAUGHT_ERROR',
        ...exceeded,
        nextState: 'HandleThreshold',
        inspectionData: { errorDetails: { catchIndex: 1 } },
      });
    });

    it(`an error that is mocked goes before (${recorded('test_state_configuration.py test_state_configuration_map_iteration_failure_count_with_state_error')})`, async () => {
      const stateConfiguration = { mapIterationFailureCount: 2, errorCausedByState: 'One' };
      expect(await test(tolerant, { input: values, stateConfiguration, ...error('MockException', 'c') })).toEqual({
        status: 'FAILED',
        error: 'MockException',
        cause: 'c',
        inspectionData: { input: values, maxConcurrency: 0, toleratedFailureCount: 1 },
      });
    });
  });

  const parallel = {
    Type: 'Parallel',
    Branches: [processor, { ...processor, StartAt: 'Two', States: { Two: processor.States.One } }],
    End: true,
  };
  it(`a Parallel (${Source.guide}/test-state-isolation.html)`, async () => {
    expect(await test(parallel, { input: hello, ...result([1, 2]) })).toMatchObject({
      status: 'SUCCEEDED',
      output: [1, 2],
    });
  });

  it.each<[string, object, unknown, string]>([
    ['a Map', map, {}, 'Mocked result must be an array.'],
    [
      'a Map with a ResultWriter',
      {
        ...map,
        ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b', Prefix: 'p' } },
      },
      [],
      'Mocked result must be a JSON object.',
    ],
    ['a Parallel', parallel, {}, 'Mocked result must be an array.'],
    [
      'a Parallel of two branches',
      parallel,
      [1],
      'Mocked result must contain the same number of items as number of Parallel branches.',
    ],
  ])(`the result of %s has a form (${recorded('test_state_mock_validation.py')})`, async (_, state, value, message) => {
    expect(await refusal(test(state, { input: values, ...result(value) }))).toEqual({
      status: 400,
      name: 'ValidationException',
      message,
    });
  });

  it.each([
    ['Map', map],
    ['Parallel', parallel],
  ])(
    `a %s needs a mock (${recorded('test_state_mock_validation.py test_state_type_requires_mock')})`,
    async (_, state) => {
      expect(await refusal(test(state, { roleArn }))).toEqual({
        status: 400,
        name: 'InvalidDefinition',
        message:
          'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
      });
    },
  );
});

describe('TestState refuses', () => {
  const task = { Type: 'Task', Resource: LAMBDA, Parameters: { FunctionName: 'f' }, End: true };
  const machine = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Fail', Error: 'E' } } };

  it.each(['Pass', 'Fail', 'Succeed'])(
    `a mock of a %s (${recorded('test_state_mock_validation.py test_state_type_does_not_accept_mock')})`,
    async (type) => {
      const state = { Type: type, ...(type === 'Pass' && { End: true }) };
      expect(await refusal(test(state, result({})))).toEqual({
        status: 400,
        name: 'ValidationException',
        message: `State type '${type}' is not supported when a mock is specified`,
      });
    },
  );

  it.each<[string, Parameters<typeof test>[1], string]>([
    [
      'two mocks',
      { mock: { result: '{}', errorOutput: { error: 'E' } } },
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    [
      'secrets of a mock',
      { mock: { result: '{}' }, revealSecrets: true },
      'TestState does not support RevealSecrets when a mock is specified.',
    ],
  ])(`%s (${recorded('test_state_mock_validation.py')})`, async (_, request, message) => {
    expect(await refusal(test(task, request))).toEqual({ status: 400, name: 'ValidationException', message });
  });

  it(`a task without a role (${recorded('test_test_state_scenarios.py test_base_lambda_service_task_state_no_role_arn_validation')})`, async () => {
    expect(await refusal(test(task))).toEqual({
      status: 400,
      name: 'ValidationException',
      message: 'RoleArn must be specified when testing a Task state',
    });
  });

  it.each(['sqs:sendMessage.waitForTaskToken', 'states:startExecution.sync'])(
    `%s without a mock (the error is ${Source.unknown}; ${Source.guide}/test-state-isolation.html)`,
    async (resource) => {
      const state = { ...task, Resource: `arn:aws:states:::${resource}` };
      expect((await refusal(test(state, { roleArn }))).name).toBe('InvalidDefinition');
    },
  );

  it(`a state that is not there (${recorded('test_test_state_machine_scenarios.py test_base_state_name_validation_failures')})`, async () => {
    expect(await refusal(test(machine, { stateName: 'dne' }))).toEqual({
      status: 400,
      name: 'ValidationException',
      message: 'State not found in definition',
    });
  });

  it(`a definition that is none (${Source.guide}/test-state-isolation.html)`, async () => {
    expect((await refusal(test({ Type: 'Pass' }))).name).toBe('InvalidDefinition');
    expect((await refusal(test({ Type: 'Nap', End: true }))).name).toBe('InvalidDefinition');
    expect((await refusal(test([]))).name).toBe('InvalidDefinition');
    expect((await refusal(test(machine))).name).toBe('InvalidDefinition');
  });

  it(`an input that is none (${Source.guide}/test-state-isolation.html)`, async () => {
    const { sfn } = await serveLocally();
    const definition = '{"Type":"Succeed"}';
    expect((await refusal(sfn.testState({ definition, input: '{' }))).name).toBe('InvalidExecutionInput');
  });

  it(`takes a state of a machine by its name (${recorded('test_test_state_machine_scenarios.py test_base_state_name_multi_state')})`, async () => {
    expect(await test(machine, { stateName: 'A', input: hello, inspectionLevel: 'INFO' })).toEqual({
      status: 'SUCCEEDED',
      nextState: 'B',
      output: hello,
    });
    expect(await test(machine, { stateName: 'B', inspectionLevel: 'INFO' })).toEqual({ status: 'FAILED', error: 'E' });
  });

  const schema = (detail: string) => `Mock result schema validation error: ${detail}`;
  it.each<[string, unknown, string]>([
    ['events:putEvents', { Entries: {} }, schema("Field 'Entries' must be an array")],
    ['events:putEvents', { Entries: [{ EventId: 'e' }, { EventId: 1 }] }, schema("Field 'EventId' must be a string")],
    ['states:startExecution', {}, schema("Required field 'ExecutionArn' is missing")],
    ['states:startExecution', { executionArn: 'e' }, schema("Required field 'ExecutionArn' is missing")],
    ['states:startExecution', { ExecutionArn: 'e', StartDate: true }, schema("Field 'StartDate' must be a string")],
    ['lambda:invoke', { StatusCode: '200' }, schema("Field 'StatusCode' must be a number")],
    [
      'dynamodb:putItem',
      { ConsumedCapacity: { CapacityUnits: '1' } },
      schema("Field 'CapacityUnits' must be a number"),
    ],
  ])(`of %s the result %j (${recorded('test_field_validation_mode.py')})`, async (action, value, message) => {
    const parameters: Record<string, object> = {
      'events:putEvents': { Entries: [] },
      'states:startExecution': { StateMachineArn: 'm' },
      'lambda:invoke': { FunctionName: 'f' },
      'dynamodb:putItem': { TableName: 't', Item: {} },
    };
    const state = { ...task, Resource: `arn:aws:states:::${action}`, Parameters: parameters[action] };
    expect(await refusal(test(state, result(value)))).toEqual({ status: 400, name: 'ValidationException', message });
    expect(await test(state, result(value, { fieldValidationMode: 'NONE' }))).toMatchObject({ output: value });
  });

  it(`PRESENT lets fields be missing (${recorded('test_field_validation_mode_present.py test_present_mode_sfn_task_validation_pass')})`, async () => {
    const state = { ...task, Resource: 'arn:aws:states:::states:startExecution', Parameters: { StateMachineArn: 'm' } };
    expect((await test(state, result({}, { fieldValidationMode: 'PRESENT' }))).output).toEqual({});
    const wrong = result({ ExecutionArn: 1 }, { fieldValidationMode: 'PRESENT' });
    expect((await refusal(test(state, wrong))).message).toBe(schema("Field 'ExecutionArn' must be a string"));
  });

  it(`fields that the service does not have are not looked at (${recorded('test_field_validation_mode.py test_strict_mode_mock_result_field_not_in_api_spec')})`, async () => {
    expect((await test(task, result({ random: 'json' }))).output).toEqual({ random: 'json' });
  });
});
