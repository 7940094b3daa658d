import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../../../../lib/states-language/types.ts';
import type { JsonObject, JsonValue } from '../../../../../lib/json.ts';
import { memoryTables, runStateMachine, startExecution, virtualClock } from '../../../../../lib/local/index.ts';

const SDK = 'aws-sdk:dynamodb:';
const OWN = 'dynamodb:';

/** Runs tasks one after the other; each gives its result as the member of its name. */
async function run(...tasks: readonly (readonly [resource: string, parameters: JsonObject])[]) {
  const states = tasks.map(([resource, parameters], index) => [
    `T${index}`,
    {
      Type: 'Task',
      Resource: `arn:aws:states:::${resource}`,
      Parameters: { TableName: 't', ...parameters },
      ResultPath: `$.T${index}`,
      ...(index === tasks.length - 1 ? { End: true } : { Next: `T${index + 1}` }),
    },
  ]);
  const definition = { StartAt: 'T0', States: Object.fromEntries(states) } as StateMachine;
  return runStateMachine({ definition, tables: { t: 'id' } });
}

const key = { Key: { id: { S: '1' } } };
const metadata = { SdkHttpMetadata: { HttpStatusCode: 200 }, SdkResponseMetadata: { RequestId: expect.any(String) } };

describe('memoryTables', () => {
  it('answers the optimised integration with what it tells of the call', async () => {
    const { output } = await run(
      [`${OWN}putItem`, { Item: { id: { S: '1' }, tags: { SS: ['a'] }, ok: { BOOL: true }, nil: { NULL: true } } }],
      [`${OWN}getItem`, { ...key, ConsistentRead: true }],
      [`${OWN}deleteItem`, { ...key, ReturnConsumedCapacity: 'NONE' }],
      [`${OWN}getItem`, key],
    );
    expect(output).toMatchObject({
      T0: metadata,
      T1: { Item: { id: { S: '1' }, tags: { SS: ['a'] }, ok: { BOOL: true }, nil: { NULL: true } }, ...metadata },
    });
    expect((output as JsonObject)['T3']).not.toHaveProperty('Item');
  });

  it("answers the AWS SDK integration alone, with the SDK's names of types", async () => {
    const { output } = await run(
      [`${SDK}putItem`, { Item: { id: { S: '1' }, tags: { SS: ['a'] }, n: { Ns: ['1'] } } }],
      [
        `${SDK}updateItem`,
        {
          ...key,
          UpdateExpression: 'SET m = :m',
          ExpressionAttributeValues: { ':m': { M: { ok: { Bool: true }, nil: { NULL: true } } } },
          ReturnValues: 'ALL_NEW',
        },
      ],
    );
    expect(output).toEqual({
      T0: {},
      T1: {
        Attributes: {
          id: { S: '1' },
          tags: { Ss: ['a'] },
          n: { Ns: ['1'] },
          m: { M: { ok: { Bool: true }, nil: { Nul: true } } },
        },
      },
    });
  });

  it('both integrations see the same table, by name or by ARN', async () => {
    const { output } = await run(
      [`${SDK}putItem`, { TableName: 'arn:aws:dynamodb:us-east-1:123456789012:table/t', Item: { id: { S: '1' } } }],
      [`${OWN}getItem`, key],
    );
    expect(output).toMatchObject({ T1: { Item: { id: { S: '1' } } } });
  });

  const requestId = '00000000-0000-4000-a000-000000000001';
  it.each<[string, JsonObject, string, string]>([
    [
      `${OWN}updateItem`,
      { ...key, ConditionExpression: 'attribute_exists(id)' },
      'DynamoDB.ConditionalCheckFailedException',
      `The conditional request failed (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: ${requestId}; Proxy: null)`,
    ],
    [
      `${SDK}updateItem`,
      { ...key, ConditionExpression: 'attribute_exists(id)' },
      'DynamoDb.ConditionalCheckFailedException',
      `The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: ${requestId})`,
    ],
    [
      `${OWN}getItem`,
      { Key: { other: { S: '1' } } },
      'DynamoDB.AmazonDynamoDBException',
      `The provided key element does not match the schema (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: ${requestId}; Proxy: null)`,
    ],
    [
      `${SDK}getItem`,
      { Key: { other: { S: '1' } } },
      'DynamoDb.DynamoDbException',
      `The provided key element does not match the schema (Service: DynamoDb, Status Code: 400, Request ID: ${requestId})`,
    ],
    [
      `${OWN}putItem`,
      { Item: { id: { S: '1' }, n: { N: 1 } } },
      'States.Runtime',
      `The Parameters '{"TableName":"t","Item":{"id":{"S":"1"},"n":{"N":1}}}' could not be used to start the Task: [The value for the field 'N' must be a STRING]`,
    ],
    [
      `${OWN}putItem`,
      { Item: { id: { S: '1' } }, Expected: {} },
      'States.Runtime',
      "The table 't' is kept in memory, which does not support the parameter 'Expected'. A mock can answer in its place.",
    ],
    [
      `${OWN}getItem`,
      { ...key, ReturnConsumedCapacity: 'TOTAL' },
      'States.Runtime',
      "The table 't' is kept in memory, which does not support the parameter 'ReturnConsumedCapacity'. A mock can answer in its place.",
    ],
    [
      `${SDK}query`,
      {},
      'States.Runtime',
      "The table 't' is kept in memory, which does not support the action 'query'. A mock can answer in its place.",
    ],
  ])('%s %j fails with %s', async (resource, parameters, error, cause) => {
    expect(await run([resource, parameters])).toMatchObject({ status: 'FAILED', error, cause });
  });

  it('hands on other tables and other services', async () => {
    const seen: string[] = [];
    const invoke = memoryTables({ t: 'id' }, async ({ resource }) => {
      seen.push(resource);
      return null;
    });
    for (const [resource, parameters] of [
      [`arn:aws:states:::${OWN}getItem`, { TableName: 'other', ...key }],
      ['arn:aws:states:::sqs:sendMessage', { TableName: 't' }],
      ['arn:aws:lambda:us-east-1:123456789012:function:f', { TableName: 't' }],
    ] as const) {
      const definition = {
        StartAt: 'A',
        States: { A: { Type: 'Task', Resource: resource, Parameters: parameters as JsonObject, End: true } },
      } as const;
      await startExecution({ definition, input: {}, invoke, clock: virtualClock() }).finished;
    }
    expect(seen).toHaveLength(3);
  });

  it('a mock goes before the table', async () => {
    const definition: StateMachine = {
      StartAt: 'Get',
      States: {
        Get: {
          Type: 'Task',
          Resource: `arn:aws:states:::${OWN}getItem`,
          Parameters: { TableName: 't', ...key },
          End: true,
        },
      },
    };
    const mocks = { Get: { Return: { Item: 'mocked' } } };
    expect((await runStateMachine({ definition, tables: { t: 'id' }, mocks })).output).toEqual({ Item: 'mocked' });
  });
});

/**
 * Two producers and a consumer of different branches meet at an item: the consumer leaves its token unless both have
 * arrived; the producer that is the last, and sees a token, sends the task success.
 */
function meeting(seconds: { readonly consumer: number; readonly producers: readonly [number, number] }): StateMachine {
  const item = { TableName: 'Meetings', Key: { execution: { 'S.$': '$$.Execution.Id' } } };
  const wait = (time: number, next: string) => ({ Type: 'Wait', Seconds: time, Next: next });
  const producer = (name: string, time: number) => ({
    StartAt: `${name} works`,
    States: {
      [`${name} works`]: wait(time, `${name} tells`),
      [`${name} tells`]: {
        Type: 'Task',
        Resource: 'arn:aws:states:::dynamodb:updateItem',
        Parameters: {
          ...item,
          UpdateExpression: 'ADD arrived :me SET task_token = if_not_exists(task_token, :nobody)',
          ExpressionAttributeValues: { ':me': { SS: [name] }, ':nobody': { S: 'nobody' } },
          ReturnValues: 'ALL_NEW',
        },
        ResultSelector: {
          'count.$': 'States.ArrayLength($.Attributes.arrived.SS)',
          'token.$': '$.Attributes.task_token.S',
        },
        Next: `${name} is last?`,
      },
      [`${name} is last?`]: {
        Type: 'Choice',
        Choices: [
          {
            And: [{ Variable: '$.count', NumericEquals: 2 }, { Not: { Variable: '$.token', StringEquals: 'nobody' } }],
            Next: `${name} releases`,
          },
        ],
        Default: `${name} done`,
      },
      [`${name} releases`]: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
        Parameters: { 'TaskToken.$': '$.token', Output: { 'by.$': "States.Format('{}', 'x')", name } },
        Next: `${name} done`,
      },
      [`${name} done`]: { Type: 'Pass', Result: name, End: true },
    },
  });
  return {
    StartAt: 'All',
    States: {
      All: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Consumer works',
            States: {
              'Consumer works': wait(seconds.consumer, 'Await'),
              Await: {
                Type: 'Task',
                Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
                Parameters: {
                  ...item,
                  UpdateExpression: 'SET task_token = :token',
                  ConditionExpression: 'attribute_not_exists(arrived) OR size(arrived) < :all',
                  ExpressionAttributeValues: { ':token': { 'S.$': '$$.Task.Token' }, ':all': { N: '2' } },
                },
                TimeoutSeconds: 3600,
                Catch: [{ ErrorEquals: ['DynamoDb.ConditionalCheckFailedException'], Next: 'All were there' }],
                Next: 'Go',
              },
              'All were there': { Type: 'Pass', Result: { name: 'nobody' }, Next: 'Go' },
              Go: { Type: 'Pass', End: true },
            },
          },
          producer('p', seconds.producers[0]),
          producer('q', seconds.producers[1]),
        ],
        End: true,
      },
    },
  } as unknown as StateMachine;
}

describe('states that meet at an item', () => {
  it.each([
    ['the consumer waits for both', { consumer: 1, producers: [10, 20] }, 20, 'q'],
    ['the order of the producers does not matter', { consumer: 1, producers: [20, 10] }, 20, 'p'],
    ['the consumer comes between them', { consumer: 15, producers: [10, 20] }, 20, 'q'],
    ['producers that came first let the condition fail', { consumer: 30, producers: [10, 20] }, 30, 'nobody'],
  ] as const)('%s', async (_, seconds, startedAt, releasedBy) => {
    const run = await runStateMachine({ definition: meeting(seconds), tables: { Meetings: 'execution' } });
    expect(run.status).toBe('SUCCEEDED');
    expect((run.output as readonly JsonValue[])[0]).toMatchObject({ name: releasedBy });
    expect(run.startedAt('Go')).toBe(startedAt);
    expect(run.seconds).toBe(Math.max(...seconds.producers, seconds.consumer));
  });

  it('all at the same moment', async () => {
    const seconds = { consumer: 5, producers: [5, 5] } as const;
    const histories = await Promise.all(
      [1, 2].map(async () => {
        const run = await runStateMachine({ definition: meeting(seconds), tables: { Meetings: 'execution' } });
        expect(run).toMatchObject({ status: 'SUCCEEDED', seconds: 5 });
        return run.history;
      }),
    );
    expect(histories[0]).toEqual(histories[1]);
  });
});
