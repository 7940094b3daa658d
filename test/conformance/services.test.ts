import { describe, expect, it } from 'vitest';
import { lambdaInvoker, localTasks, memoryTables, virtualClock } from '../../lib/local/index.ts';
import type { TaskInvoker } from '../../lib/local/index.ts';
import { detailsOf, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const REQUEST = expect.stringMatching(/^[0-9a-f-]{36}$/);
const refuse: TaskInvoker = async () => {
  throw new Error('No other service is called.');
};

/** Runs tasks on the table `t`, whose key is `id`; each state is named after its action. */
async function onTable(prefix: string, tasks: Readonly<Record<string, object>>) {
  const names = Object.keys(tasks);
  const states = names.map((name, index) => [
    name,
    {
      Type: 'Task',
      Resource: `arn:aws:states:::${prefix}:${name.replace(/\d$/, '')}`,
      Parameters: { TableName: 't', ...tasks[name] },
      ResultPath: `$.${name}`,
      ...(index === names.length - 1 ? { End: true } : { Next: names[index + 1] }),
    },
  ]);
  const definition = machine(Object.fromEntries(states) as Record<string, object>);
  return runMachine(definition, {}, {}, { invoke: memoryTables({ t: 'id' }, refuse) });
}

const Item = { id: { S: 'id1' }, data: { S: 'HelloWorld' } };
const Key = { id: { S: 'id1' } };
const update = {
  Key,
  UpdateExpression: 'set S=:r',
  ExpressionAttributeValues: { ':r': { S: 'HelloWorldUpdated' } },
};
const updated = { ...Item, S: { S: 'HelloWorldUpdated' } };

describe('DynamoDB through the AWS SDK', () => {
  const recorded = (test: string) => Source.recorded(`test_aws_sdk_task_service.py ${test}`);
  it.each<[string, Readonly<Record<string, object>>, object]>([
    [
      recorded('test_dynamodb_put_get_item'),
      { putItem: { Item }, getItem: { Key } },
      { putItem: {}, getItem: { Item } },
    ],
    [
      recorded('test_dynamodb_put_delete_item'),
      { putItem: { Item }, deleteItem: { Key } },
      { putItem: {}, deleteItem: {} },
    ],
    [
      recorded('test_dynamodb_put_update_get_item'),
      { putItem: { Item }, updateItem: update, getItem: { Key } },
      { putItem: {}, updateItem: {}, getItem: { Item: updated } },
    ],
    [
      'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html',
      { getItem: { Key } },
      { getItem: {} },
    ],
  ])('%s', async (_source, tasks, results) => {
    expect((await onTable('aws-sdk:dynamodb', tasks)).output).toEqual(results);
  });

  it(`tells the history its names (${recorded('test_dynamodb_put_get_item')})`, async () => {
    const { history, events } = await onTable('aws-sdk:dynamodb', { putItem: { Item } });
    expect(events.slice(2, 6)).toEqual([
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited putItem',
    ]);
    const named = { resource: 'putItem', resourceType: 'aws-sdk:dynamodb' };
    expect(detailsOf(history[2])).toEqual({
      ...named,
      parameters: JSON.stringify({ TableName: 't', Item }),
      region: 'us-east-1',
    });
    expect(detailsOf(history[3])).toEqual(named);
    expect(detailsOf(history[4])).toEqual({ ...named, output: '{}', outputDetails: { truncated: false } });
  });
});

describe('DynamoDB through its own integration', () => {
  const recorded = (template: string) => Source.recorded(`test_dynamodb_task_service.py ${template}`);
  const call = {
    SdkHttpMetadata: {
      AllHttpHeaders: expect.objectContaining({ 'x-amzn-RequestId': [REQUEST] }),
      HttpHeaders: expect.objectContaining({ 'x-amzn-RequestId': REQUEST }),
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: REQUEST },
  };
  it.each<[string, Readonly<Record<string, object>>, object]>([
    [
      recorded('DYNAMODB_PUT_GET_ITEM'),
      { putItem: { Item }, getItem: { Key } },
      { putItem: call, getItem: { Item, ...call } },
    ],
    [
      recorded('DYNAMODB_PUT_DELETE_ITEM'),
      { putItem: { Item }, deleteItem: { Key } },
      { putItem: call, deleteItem: call },
    ],
    [
      recorded('DYNAMODB_PUT_UPDATE_GET_ITEM'),
      { putItem: { Item }, updateItem: update, getItem: { Key } },
      { putItem: call, updateItem: call, getItem: { Item: updated, ...call } },
    ],
  ])('%s', async (_source, tasks, results) => {
    expect((await onTable('dynamodb', tasks)).output).toEqual(results);
  });
});

describe('errors of services', () => {
  it(`a queue that nobody serves (${Source.recorded('test_task_service_sqs.py test_send_message_no_such_queue')})`, async () => {
    const gone = new Error('sqs.nowhere: Name or service not known');
    const load = async () => ({
      SQS: class {
        async sendMessage() {
          throw gone;
        }
      },
    });
    const send = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: { QueueUrl: 'q', MessageBody: 'b' },
      End: true,
    };
    const invoke = localTasks({
      functions: () => undefined,
      environment: {},
      region: 'us-east-1',
      clock: virtualClock(),
      load,
    });
    const { error, cause } = await runMachine(machine({ send }), {}, {}, { invoke });
    expect([error, cause]).toEqual([
      'SQS.SdkClientException',
      'Unable to execute HTTP request: sqs.nowhere: Name or service not known',
    ]);
  });
});

describe('Lambda', () => {
  // The API reference of Invoke: the payload is the bytes of a JSON text.
  it.each<[string, object, unknown]>([
    [Source.observed, { Payload: '{"a":1}' }, { a: 1 }],
    [Source.observed, { Payload: '"text"' }, 'text'],
    [Source.observed, { Payload: null }, {}],
    [Source.observed, {}, {}],
  ])('%s: %j sends the event %j', async (_source, payload, event) => {
    const definition = machine({
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'f', ...payload },
        OutputPath: '$.Payload',
        End: true,
      },
    });
    const clock = virtualClock();
    const invoke = lambdaInvoker(() => async (got) => ({ got }), clock);
    expect((await runMachine(definition, {}, {}, { invoke, clock })).output).toEqual({ got: event });
  });
});

describe('streams of the AWS SDK', () => {
  const sent: unknown[] = [];
  const load = async () => ({
    S3: class {
      async getObject() {
        return { Body: { transformToString: async () => '{"a":1}' }, ContentLength: 7, LastModified: new Date(0) };
      }
      async putObject(input: unknown) {
        sent.push(input);
        return { ETag: '"e"' };
      }
    },
  });
  const s3 = async (action: string, more: object = {}) => {
    const call = {
      Type: 'Task',
      Resource: `arn:aws:states:::aws-sdk:s3:${action}`,
      Parameters: { Bucket: 'b', Key: 'k', ...more },
      End: true,
    };
    const clock = virtualClock();
    const invoke = localTasks({ functions: () => undefined, environment: {}, region: 'us-east-1', clock, load });
    return (await runMachine(machine({ call }), {}, {}, { invoke, clock })).output;
  };

  it(`getObject gives its Body as text (${Source.observed})`, async () => {
    expect(await s3('getObject')).toEqual({
      Body: '{"a":1}',
      ContentLength: 7,
      LastModified: '1970-01-01T00:00:00.000Z',
    });
  });

  it(`putObject takes a Body of JSON (${Source.observed})`, async () => {
    expect(await s3('putObject', { Body: { a: 1 } })).toEqual({ ETag: '"e"' });
    expect(sent).toEqual([{ Bucket: 'b', Key: 'k', Body: '{"a":1}' }]);
  });
});
