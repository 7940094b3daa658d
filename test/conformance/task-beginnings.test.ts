import { describe, expect, it } from 'vitest';
import { lambdaInvoker, StatesError, virtualClock, wrapInvoker } from '../../lib/local/index.ts';
import type { TaskBeginning, TaskInvoker, PendingTask } from '../../lib/local/index.ts';
import { localTasks } from '../../lib/local/tasks/local-tasks.ts';
import { nestedExecutions } from '../../lib/local/tasks/services/step-functions/nested-executions.ts';
import { detailsOf, LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:a';
const WAITS = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
/** AWS has these events, and says that a failure took the place of the event of that step; it does not say when. */
const EVENTS = 'https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html';
const error = new StatesError('States.Permissions', 'The role may not.');
const told = { error: 'States.Permissions', cause: 'The role may not.' };

/** Runs a task that begins as `begin` says, and answers 1 if it is ever called. */
async function run(resource: string, begin: TaskInvoker['begin'], more: object = {}, states: object = {}) {
  const calls: unknown[] = [];
  const invoke = Object.assign(
    (async ({ parameters }) => {
      calls.push(parameters);
      return 1;
    }) satisfies TaskInvoker,
    begin !== undefined && { begin },
  );
  const definition = machine({ T: { Type: 'Task', Resource: resource, ...more, End: true }, ...states });
  return { ...(await runMachine(definition, {}, {}, { invoke })), called: calls.length };
}

/** The events between the entry of the state and the end, with the ids that they follow. */
interface Case {
  readonly name: string;
  readonly resource: string;
  readonly kind: 'notScheduled' | 'notStarted';
  readonly events: readonly string[];
  readonly details: object;
}

const sqs = { resource: 'sendMessage.waitForTaskToken', resourceType: 'sqs' };
const lambda = { resource: 'invoke', resourceType: 'lambda' };
const cases: readonly Case[] = [
  {
    name: 'a function that is not scheduled',
    resource: FUNCTION,
    kind: 'notScheduled',
    events: ['3<2 LambdaFunctionScheduleFailed', '4<3 ExecutionFailed'],
    details: told,
  },
  {
    name: 'a function that is not started',
    resource: FUNCTION,
    kind: 'notStarted',
    events: ['3<2 LambdaFunctionScheduled', '4<3 LambdaFunctionStartFailed', '5<4 ExecutionFailed'],
    details: told,
  },
  {
    name: 'an activity that is not scheduled',
    resource: ACTIVITY,
    kind: 'notScheduled',
    events: ['3<2 ActivityScheduleFailed', '4<3 ExecutionFailed'],
    details: told,
  },
  {
    name: 'an activity that is not started, for which there is no event',
    resource: ACTIVITY,
    kind: 'notStarted',
    events: ['3<2 ActivityScheduled', '4<3 ActivityFailed', '5<4 ExecutionFailed'],
    details: told,
  },
  {
    name: 'a service that is not started',
    resource: LAMBDA,
    kind: 'notStarted',
    events: ['3<2 TaskScheduled', '4<3 TaskStartFailed', '5<4 ExecutionFailed'],
    details: { ...lambda, ...told },
  },
  {
    name: 'a service that is not scheduled, for which there is no event',
    resource: LAMBDA,
    kind: 'notScheduled',
    events: ['3<2 TaskScheduled', '4<3 TaskStartFailed', '5<4 ExecutionFailed'],
    details: { ...lambda, ...told },
  },
  {
    name: 'a service with a callback that is not started',
    resource: WAITS,
    kind: 'notStarted',
    events: ['3<2 TaskScheduled', '4<3 TaskStartFailed', '5<4 ExecutionFailed'],
    details: { ...sqs, ...told },
  },
];

describe('tasks that do not begin', () => {
  it.each(cases.map((each) => [each.name, each] as const))(
    `%s (the names: ${EVENTS}; when: ${Source.unknown})`,
    async (_name, { resource, kind, events, details }) => {
      const result = await run(resource, () => ({ kind, error }));
      expect(result.events).toEqual(['1<0 ExecutionStarted', '2<0 TaskStateEntered T', ...events]);
      expect(detailsOf(result.history.at(-2))).toEqual(details);
      expect(result).toMatchObject({ error: told.error, cause: told.cause, called: 0 });
    },
  );

  it.each(cases.map((each) => [each.name, each] as const))(`%s: caught (${Source.errors})`, async (_name, row) => {
    const catcher = { Catch: [{ ErrorEquals: ['States.Permissions'], Next: 'Caught' }] };
    const result = await run(row.resource, () => ({ kind: row.kind, error }), catcher, { Caught: { Type: 'Succeed' } });
    expect(result.output).toEqual({ Error: told.error, Cause: told.cause });
  });

  it.each([FUNCTION, ACTIVITY, LAMBDA])(`%s: retried, and counted as a try (${Source.errors})`, async (resource) => {
    let tries = 0;
    const begin = (): TaskBeginning | undefined => (tries++ < 2 ? { kind: 'notScheduled', error } : undefined);
    const result = await run(resource, begin, { Retry: [{ ErrorEquals: ['States.TaskFailed'] }] });
    expect([result.status, result.seconds, result.called]).toEqual(['SUCCEEDED', 3, 1]);
    expect(result.visits[0]?.attempts).toBe(3);
  });

  it(`States.TaskFailed stands for it (${Source.errors})`, async () => {
    const catcher = { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }] };
    const result = await run(FUNCTION, () => ({ kind: 'notScheduled', error }), catcher, {
      Caught: { Type: 'Succeed' },
    });
    expect(result.status).toBe('SUCCEEDED');
  });

  it('a task begins at once when there is nothing against it', async () => {
    expect((await run(FUNCTION, () => undefined)).events).toEqual((await run(FUNCTION, undefined)).events);
  });

  it('the invoker is told of the task before it begins', async () => {
    const asked: PendingTask[] = [];
    const begin = (task: PendingTask) => void asked.push(task);
    await run(LAMBDA, begin, { Parameters: { FunctionName: 'f' }, Credentials: { RoleArn: 'arn:aws:iam::1:role/r' } });
    expect(asked).toEqual([
      {
        resource: LAMBDA,
        parameters: { FunctionName: 'f' },
        text: '{"FunctionName":"f"}',
        stateName: 'T',
        executionArn: 'arn:aws:states:us-east-1:123456789012:execution:StateMachine:run',
        roleArn: 'arn:aws:iam::1:role/r',
      },
    ]);
  });

  it('a wrapped invoker still says how tasks begin', async () => {
    const inner = Object.assign((async () => 1) satisfies TaskInvoker, {
      begin: () => ({ kind: 'notStarted', error }) as const,
    });
    const result = await runMachine(
      machine({ T: { Type: 'Task', Resource: FUNCTION, End: true } }),
      {},
      {},
      {
        invoke: wrapInvoker(inner, () => inner()),
      },
    );
    expect(result.events[3]).toBe('4<3 LambdaFunctionStartFailed');
  });
});

describe('tasks that cannot be begun with their parameters', () => {
  const clock = virtualClock();
  const functions = () => async () => 'done';
  const invoke = nestedExecutions(
    () => undefined,
    localTasks({ functions, clock, environment: {}, region: 'us-east-1', load: async () => ({}) }),
  );
  /** What is missing, by resource and what is sent. */
  const rows: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['lambda:invoke', {}, ['FunctionName']],
    ['lambda:invoke.waitForTaskToken', { Payload: 1 }, ['FunctionName']],
    ['lambda:invoke', 'text', ['FunctionName']],
    ['states:startExecution', { Input: {} }, ['StateMachineArn']],
    ['states:startExecution.sync:2', {}, ['StateMachineArn']],
    ['sqs:sendMessage', { QueueUrl: 'q' }, ['MessageBody']],
    ['sqs:sendMessage.waitForTaskToken', {}, ['QueueUrl', 'MessageBody']],
    ['sns:publish', { TopicArn: 't' }, ['Message']],
    ['events:putEvents', {}, ['Entries']],
    ['dynamodb:getItem', { TableName: 't' }, ['Key']],
    ['dynamodb:putItem', { Key: {} }, ['TableName', 'Item']],
    ['dynamodb:updateItem', { TableName: 't' }, ['Key']],
    ['dynamodb:deleteItem', {}, ['TableName', 'Key']],
  ];

  // The sentence and States.Runtime are quoted; that no event comes before them is not known, nor how JSONata is told.
  it.each(rows)(`%s with %j (${Source.quoted}; events: ${Source.unknown})`, async (resource, input, missing) => {
    const definition = machine({ T: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, End: true } });
    const { events, error: name, cause } = await runMachine(definition, input, {}, { invoke, clock });
    const reasons = missing.map((field) => `The field '${field}' is required but was missing`).join(', ');
    expect([name, cause]).toEqual([
      'States.Runtime',
      `An error occurred while executing the state 'T' (entered at the event id #2). The Parameters '${JSON.stringify(input)}' could not be used to start the Task: [${reasons}]`,
    ]);
    expect(events).toEqual(['1<0 ExecutionStarted', '2<0 TaskStateEntered T', '3<2 ExecutionFailed']);
  });

  it(`of an AWS SDK integration are for the service to judge (${Source.recorded('test_aws_sdk.py test_dynamodb_invalid_param')})`, async () => {
    const definition = machine({
      T: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem', End: true },
    });
    const { events } = await runMachine(definition, {}, {}, { invoke, clock });
    expect(events.slice(2, 4)).toEqual(['3<2 TaskScheduled', '4<3 TaskStarted']);
  });

  it(`that are null are there (${Source.recorded('test_task_service_dynamodb.py test_invalid_param')})`, async () => {
    const definition = machine({ T: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', End: true } });
    const { events } = await runMachine(definition, { TableName: 't', Item: null }, {}, { invoke, clock });
    expect(events.slice(2, 4)).toEqual(['3<2 TaskScheduled', '4<3 TaskStarted']);
  });

  it(`cannot be caught (${Source.errors})`, async () => {
    const definition = machine({
      T: { Type: 'Task', Resource: LAMBDA, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }], Next: 'C' },
      C: { Type: 'Succeed' },
    });
    expect((await runMachine(definition, {}, {}, { invoke, clock })).error).toBe('States.Runtime');
  });
});

describe('functions that do not exist', () => {
  const clock = virtualClock();
  const invoke = lambdaInvoker(() => undefined, clock);
  const events = async (Resource: string, Parameters?: object) => {
    const state = { Type: 'Task', Resource, ...(Parameters !== undefined && { Parameters }), End: true };
    const result = await runMachine(machine({ T: state }), {}, {}, { invoke, clock });
    return { ...result, events: result.events.slice(2) };
  };

  it(`lambda:invoke (${Source.recorded('test_task_service_lambda.py test_no_such_function')})`, async () => {
    const result = await events(LAMBDA, { FunctionName: 'nope' });
    expect(result.error).toBe('Lambda.ResourceNotFoundException');
    expect(result.events).toEqual(['3<2 TaskScheduled', '4<3 TaskStarted', '5<4 TaskFailed', '6<5 ExecutionFailed']);
  });

  // The recording of that name calls a function that exists.
  it(`a function ARN (${Source.unknown})`, async () => {
    const result = await events(FUNCTION);
    expect(result.error).toBe('Lambda.ResourceNotFoundException');
    expect(result.events).toEqual([
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionFailed',
      '6<5 ExecutionFailed',
    ]);
  });
});
