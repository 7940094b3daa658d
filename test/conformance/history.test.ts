import { describe, expect, it } from 'vitest';
import { detailsOf, LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, ...more, End: true });
const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
const pass = { Type: 'Pass', End: true };

/** A machine and its whole history, each event as `id<previousEventId type name`. */
interface Case {
  readonly name: string;
  readonly source: string;
  readonly states: Readonly<Record<string, object>>;
  readonly input?: unknown;
  readonly tasks?: Parameters<typeof runMachine>[2];
  readonly events: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a Pass',
    source: Source.recorded('test_base.py test_state_pass_result'),
    states: { State_1: { Type: 'Pass', Result: { Arg1: 'argument1' }, End: true } },
    events: [
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered State_1',
      '3<2 PassStateExited State_1',
      '4<3 ExecutionSucceeded',
    ],
  },
  {
    name: 'a Fail',
    source: Source.recorded('test_base.py test_state_fail'),
    states: { FailState: { Type: 'Fail', Error: 'SomeFailure' } },
    events: ['1<0 ExecutionStarted', '2<0 FailStateEntered FailState', '3<2 ExecutionFailed'],
  },
  {
    name: 'a Choice and a Succeed',
    source: Source.recorded('test_base_scenarios.py test_choice_aws_docs_scenario'),
    states: { C: { Type: 'Choice', Choices: [], Default: 'S' }, S: { Type: 'Succeed' } },
    events: [
      '1<0 ExecutionStarted',
      '2<0 ChoiceStateEntered C',
      '3<2 ChoiceStateExited C',
      '4<3 SucceedStateEntered S',
      '5<4 SucceedStateExited S',
      '6<5 ExecutionSucceeded',
    ],
  },
  {
    name: 'lambda:invoke that succeeds',
    source: Source.recorded('test_lambda_task_service.py test_invoke'),
    states: { Start: task() },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited Start',
      '7<6 ExecutionSucceeded',
    ],
  },
  {
    name: 'lambda:invoke that fails',
    source: Source.recorded('test_task_service_lambda.py test_raise_exception'),
    states: { Start: task() },
    tasks: { Start: [{ error: 'Exception', cause: 'c' }] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskFailed',
      '6<5 ExecutionFailed',
    ],
  },
  {
    name: 'lambda:invoke that is caught',
    source: Source.recorded('test_task_service_lambda.py test_raise_exception_catch'),
    states: { Start: task({ Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'End' }] }), End: pass },
    tasks: { Start: [{ error: 'Exception' }] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskFailed',
      '6<5 TaskStateExited Start',
      '7<6 PassStateEntered End',
      '8<7 PassStateExited End',
      '9<8 ExecutionSucceeded',
    ],
  },
  {
    name: 'lambda:invoke that times out',
    source: Source.recorded('test_timeouts.py test_fixed_timeout_service_lambda'),
    states: { Start: task({ TimeoutSeconds: 5 }) },
    tasks: { Start: ['hang'] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskTimedOut',
      '6<5 ExecutionFailed',
    ],
  },
  {
    name: 'a retry adds three events',
    source: Source.recorded('test_base_scenarios.py test_lambda_invoke_with_retry_base'),
    states: { Start: task({ Retry: [{ ErrorEquals: ['States.ALL'] }] }) },
    tasks: { Start: [{ error: 'E' }, { result: 1 }] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskFailed',
      '6<5 TaskScheduled',
      '7<6 TaskStarted',
      '8<7 TaskSucceeded',
      '9<8 TaskStateExited Start',
      '10<9 ExecutionSucceeded',
    ],
  },
  {
    name: 'a function ARN',
    source: Source.recorded('test_lambda_task.py'),
    states: { Start: { ...task(), Resource: FUNCTION } },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionSucceeded',
      '6<5 TaskStateExited Start',
      '7<6 ExecutionSucceeded',
    ],
  },
  {
    name: 'a function ARN that fails',
    source: Source.recorded('test_task_lambda.py test_raise_exception'),
    states: { Start: { ...task(), Resource: FUNCTION } },
    tasks: { Start: [{ error: 'Exception' }] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionFailed',
      '6<5 ExecutionFailed',
    ],
  },
  {
    name: 'a function ARN that times out',
    source: Source.recorded('test_timeouts.py test_fixed_timeout_lambda'),
    states: { Start: { ...task({ TimeoutSeconds: 5 }), Resource: FUNCTION } },
    tasks: { Start: ['hang'] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionTimedOut',
      '6<5 ExecutionFailed',
    ],
  },
  {
    name: 'an activity',
    source: `${Source.guide}/API_GetExecutionHistory`,
    states: { Start: { ...task(), Resource: 'arn:aws:states:us-east-1:123456789012:activity:a' } },
    events: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Start',
      '3<2 ActivityScheduled',
      '4<3 ActivityStarted',
      '5<4 ActivitySucceeded',
      '6<5 TaskStateExited Start',
      '7<6 ExecutionSucceeded',
    ],
  },
  {
    name: 'a Parallel and an inline Map',
    source: Source.measured,
    states: {
      P: { Type: 'Parallel', Branches: [branch('A1', pass)], Next: 'M' },
      M: { Type: 'Map', ItemsPath: '$[0].items', MaxConcurrency: 1, ItemProcessor: branch('I1', pass), End: true },
    },
    input: { items: [1] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered P',
      '3<2 ParallelStateStarted',
      '4<3 PassStateEntered A1',
      '5<4 PassStateExited A1',
      '6<5 ParallelStateSucceeded',
      '7<5 ParallelStateExited P',
      '8<7 MapStateEntered M',
      '9<8 MapStateStarted',
      '10<9 MapIterationStarted M[0]',
      '11<10 PassStateEntered I1',
      '12<11 PassStateExited I1',
      '13<12 MapIterationSucceeded M[0]',
      '14<13 MapStateSucceeded',
      '15<13 MapStateExited M',
      '16<15 ExecutionSucceeded',
    ],
  },
  {
    name: 'an inline Map, one iteration after the other',
    source: Source.recorded('test_base_scenarios.py test_map_state_items_input_array[mixed]'),
    states: {
      Start: { Type: 'Pass', OutputPath: '$.items', Next: 'Map' },
      Map: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: branch('Pass', pass), End: true },
    },
    input: { items: [1, 'two', true] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered Start',
      '3<2 PassStateExited Start',
      '4<3 MapStateEntered Map',
      '5<4 MapStateStarted',
      '6<5 MapIterationStarted Map[0]',
      '7<6 PassStateEntered Pass',
      '8<7 PassStateExited Pass',
      '9<8 MapIterationSucceeded Map[0]',
      '10<8 MapIterationStarted Map[1]',
      '11<10 PassStateEntered Pass',
      '12<11 PassStateExited Pass',
      '13<12 MapIterationSucceeded Map[1]',
      '14<12 MapIterationStarted Map[2]',
      '15<14 PassStateEntered Pass',
      '16<15 PassStateExited Pass',
      '17<16 MapIterationSucceeded Map[2]',
      '18<17 MapStateSucceeded',
      '19<17 MapStateExited Map',
      '20<19 ExecutionSucceeded',
    ],
  },
  {
    name: 'an inline Map without items',
    source: Source.recorded('test_base_scenarios.py test_map_state_items_input_array[empty]'),
    states: { Map: { Type: 'Map', ItemProcessor: branch('Pass', pass), End: true } },
    input: [],
    events: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered Map',
      '3<2 MapStateStarted',
      '4<3 MapStateSucceeded',
      '5<3 MapStateExited Map',
      '6<5 ExecutionSucceeded',
    ],
  },
  {
    name: 'a Parallel that fails',
    source: Source.recorded('test_base_scenarios.py test_parallel_state_fail'),
    states: {
      ParallelState: {
        Type: 'Parallel',
        Branches: [branch('Branch1', { Type: 'Fail', Error: 'FailureType' })],
        End: true,
      },
    },
    events: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered ParallelState',
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered Branch1',
      '5<4 ParallelStateFailed',
      '6<5 ExecutionFailed',
    ],
  },
  {
    name: 'a Parallel that is caught',
    source: Source.recorded('test_base_scenarios.py test_parallel_state_catch'),
    states: {
      ParallelState: {
        Type: 'Parallel',
        Branches: [branch('Branch1', { Type: 'Fail', Error: 'FailureType' })],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'FinalCaught' }],
        End: true,
      },
      FinalCaught: pass,
    },
    events: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered ParallelState',
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered Branch1',
      '5<4 ParallelStateFailed',
      '6<5 ParallelStateExited ParallelState',
      '7<6 PassStateEntered FinalCaught',
      '8<7 PassStateExited FinalCaught',
      '9<8 ExecutionSucceeded',
    ],
  },
  {
    name: 'a Parallel that is retried: only the last failure is told',
    source: Source.recorded('test_base_scenarios.py test_parallel_state_retry'),
    states: {
      ParallelState: {
        Type: 'Parallel',
        Branches: [branch('Branch1', { Type: 'Fail', Error: 'FailureType' })],
        Retry: [{ ErrorEquals: ['FailureType'], MaxAttempts: 2 }],
        End: true,
      },
    },
    events: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered ParallelState',
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered Branch1',
      '5<4 ParallelStateStarted',
      '6<5 FailStateEntered Branch1',
      '7<6 ParallelStateStarted',
      '8<7 FailStateEntered Branch1',
      '9<8 ParallelStateFailed',
      '10<9 ExecutionFailed',
    ],
  },
  {
    name: 'a Map that is retried: every failed iteration is told',
    source: Source.recorded('test_base_scenarios.py test_map_state_retry'),
    states: {
      MapState: {
        Type: 'Map',
        ItemProcessor: branch('HandleItemFail', { Type: 'Fail', Error: 'HandleItemFailError' }),
        Retry: [{ ErrorEquals: ['HandleItemFailError'], MaxAttempts: 1 }],
        End: true,
      },
    },
    input: [1],
    events: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered MapState',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted MapState[0]',
      '5<4 FailStateEntered HandleItemFail',
      '6<5 MapIterationFailed MapState[0]',
      '7<5 MapStateStarted',
      '8<7 MapIterationStarted MapState[0]',
      '9<8 FailStateEntered HandleItemFail',
      '10<9 MapIterationFailed MapState[0]',
      '11<9 MapStateFailed',
      '12<11 ExecutionFailed',
    ],
  },
  {
    name: 'a Map whose iterations time out: the first fails, the others are aborted',
    source: Source.recorded('test_timeouts.py test_service_lambda_map_timeout'),
    states: {
      MapWait: {
        Type: 'Map',
        ItemsPath: '$.Inputs',
        ItemProcessor: branch('LambdaInvoke', task({ TimeoutSeconds: 5 })),
        End: true,
      },
    },
    input: { Inputs: [1, 2] },
    tasks: { LambdaInvoke: ['hang'] },
    events: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered MapWait',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted MapWait[0]',
      '5<3 MapIterationStarted MapWait[1]',
      '6<4 TaskStateEntered LambdaInvoke',
      '7<6 TaskScheduled',
      '8<7 TaskStarted',
      '9<5 TaskStateEntered LambdaInvoke',
      '10<9 TaskScheduled',
      '11<10 TaskStarted',
      '12<8 TaskTimedOut',
      '13<12 MapIterationFailed MapWait[0]',
      '14<12 TaskStateAborted',
      '15<12 MapIterationAborted MapWait[1]',
      '16<12 TaskStateAborted',
      '17<12 MapStateFailed',
      '18<17 ExecutionFailed',
    ],
  },
  {
    name: 'a missing path in a branch: no event but the last',
    source: Source.measured,
    states: {
      P: {
        Type: 'Parallel',
        Branches: [branch('Fast', { Type: 'Pass', Parameters: { 'm.$': '$.nope' }, End: true })],
        End: true,
      },
    },
    events: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered P',
      '3<2 ParallelStateStarted',
      '4<3 PassStateEntered Fast',
      '5<4 ExecutionFailed',
    ],
  },
];

describe('history: events, ids and previousEventIds', () => {
  it.each(cases.map((row) => [`${row.name} (${row.source})`, row] as const))(
    '%s',
    async (_name, { states, input, tasks, events }) => {
      expect((await runMachine(machine(states), input, tasks)).events).toEqual(events);
    },
  );
});

describe('history: details', () => {
  it('of lambda:invoke', async () => {
    const definition = machine({
      Start: task({ Parameters: { FunctionName: 'f', 'Payload.$': '$' }, TimeoutSeconds: 9, HeartbeatSeconds: 3 }),
    });
    const { history } = await runMachine(definition, { a: 1 }, { Start: [{ result: { Payload: 1 } }] });
    const resource = { resource: 'invoke', resourceType: 'lambda' };
    expect(history.map(detailsOf)).toEqual([
      { input: '{"a":1}', inputDetails: { truncated: false }, roleArn: 'arn:aws:iam::123456789012:role/StateMachine' },
      { name: 'Start', input: '{"a":1}', inputDetails: { truncated: false } },
      {
        ...resource,
        region: 'us-east-1',
        parameters: '{"FunctionName":"f","Payload":{"a":1}}',
        timeoutInSeconds: 9,
        heartbeatInSeconds: 3,
      },
      resource,
      { ...resource, output: '{"Payload":1}', outputDetails: { truncated: false } },
      { name: 'Start', output: '{"Payload":1}', outputDetails: { truncated: false } },
      { output: '{"Payload":1}', outputDetails: { truncated: false } },
    ]);
  });

  it('of a failed task, with and without a cause', async () => {
    const resource = { resource: 'invoke', resourceType: 'lambda' };
    const one = await runMachine(machine({ S: task() }), {}, { S: [{ error: 'E', cause: 'c' }] });
    expect(detailsOf(one.history[4])).toEqual({ ...resource, error: 'E', cause: 'c' });
    expect(detailsOf(one.history[5])).toEqual({ error: 'E', cause: 'c' });
    const other = await runMachine(machine({ S: task({ TimeoutSeconds: 1 }) }), {}, { S: ['hang'] });
    expect(detailsOf(other.history[4])).toEqual({ ...resource, error: 'States.Timeout' });
    expect(detailsOf(other.history[5])).toEqual({ error: 'States.Timeout' });
  });

  it('of a function ARN', async () => {
    const { history } = await runMachine(machine({ S: { ...task({ TimeoutSeconds: 5 }), Resource: FUNCTION } }), 1, {
      S: [{ result: 2 }],
    });
    expect(detailsOf(history[2])).toEqual({
      input: '1',
      inputDetails: { truncated: false },
      resource: FUNCTION,
      timeoutInSeconds: 5,
    });
    expect(detailsOf(history[3])).toEqual({});
    expect(detailsOf(history[4])).toEqual({ output: '2', outputDetails: { truncated: false } });
  });

  it('of a Map', async () => {
    const { history } = await runMachine(
      machine({ M: { Type: 'Map', ItemProcessor: branch('P', pass), End: true } }),
      [1],
    );
    expect(history[2]).toMatchObject({ mapStateStartedEventDetails: { length: 1 } });
    expect(history[3]).toMatchObject({ mapIterationStartedEventDetails: { name: 'M', index: 0 } });
    expect(history[6]).toMatchObject({ mapIterationSucceededEventDetails: { name: 'M', index: 0 } });
  });

  it.each([
    ['arn:aws:states:::dynamodb:putItem', 'dynamodb', 'putItem'],
    ['arn:aws:states:::aws-sdk:s3:listBuckets', 'aws-sdk:s3', 'listBuckets'],
    ['arn:aws:states:::sns:publish', 'sns', 'publish'],
    ['arn:aws-cn:states:::sqs:sendMessage', 'sqs', 'sendMessage'],
    ['arn:aws:states:::states:startExecution.sync:2', 'states', 'startExecution.sync:2'],
    ['arn:aws:states:::batch:submitJob.sync', 'batch', 'submitJob.sync'],
  ])('%s is %s and %s', async (Resource, resourceType, resource) => {
    const { history } = await runMachine(machine({ S: { ...task(), Resource } }));
    expect(detailsOf(history[2])).toMatchObject({ resourceType, resource });
  });

  it('timestamps are seconds of the clock', async () => {
    const { history } = await runMachine(machine({ W: { Type: 'Wait', Seconds: 90, End: true } }));
    expect(Number(history[2]!.timestamp) - Number(history[1]!.timestamp)).toBe(90);
    expect(history[0]!.timestamp).toBe(Date.UTC(2025, 0, 1) / 1000);
  });
});
