import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/contract/json.ts';
import { localTasks, s3Objects, startExecution, virtualClock } from '../../../lib/local/index.ts';

/** An AWS SDK whose clients answer `answer`, or fail with it. */
function fakeSdk(answer: unknown) {
  const calls: unknown[] = [];
  const method = (name: string) => async (input: unknown) => {
    calls.push([name, input]);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  class Client {
    readonly options: unknown;
    constructor(options: unknown) {
      calls.push(['connect', options]);
    }
    putItem = method('putItem');
    sendMessage = method('sendMessage');
    publish = method('publish');
    putEvents = method('putEvents');
    describeExecution = method('describeExecution');
  }
  const load = async (name: string) => {
    calls.push(['load', name]);
    return { DynamoDB: Client, SQS: Client, SNS: Client, EventBridge: Client, SFN: Client };
  };
  return { calls, load };
}

async function run(
  resource: string,
  parameters: JsonObject,
  load?: (name: string) => Promise<Record<string, unknown>>,
  environment: Record<string, string> = {},
) {
  const clock = virtualClock();
  const execution = startExecution({
    definition: {
      StartAt: 'Call',
      States: { Call: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters: parameters, End: true } },
    },
    input: {},
    invoke: localTasks({
      functions: () => async (event) => ({ got: event }),
      clock,
      environment,
      region: 'eu-central-1',
      ...(load !== undefined && { load }),
    }),
    clock,
  });
  return execution.finished;
}

const metadata = { httpStatusCode: 200, requestId: 'r-1' };

describe('localTasks', () => {
  it('calls functions', async () => {
    const { output } = await run('lambda:invoke', { FunctionName: 'any', Payload: 1 });
    expect(JSON.parse(output ?? '')).toMatchObject({ Payload: { got: 1 } });
  });

  it('calls a service through its SDK client, at the endpoint of the environment', async () => {
    const { calls, load } = fakeSdk({ $metadata: metadata, Attributes: { id: { S: '1' } } });
    const { status, output } = await run('dynamodb:putItem', { TableName: 't', Item: { id: { S: '1' } } }, load, {
      DYNAMODB_ENDPOINT: 'http://localhost:8000',
    });
    expect(status).toBe('SUCCEEDED');
    expect(calls).toEqual([
      ['load', '@aws-sdk/client-dynamodb'],
      ['connect', { region: 'eu-central-1', endpoint: 'http://localhost:8000' }],
      ['putItem', { TableName: 't', Item: { id: { S: '1' } } }],
    ]);
    expect(JSON.parse(output ?? '')).toMatchObject({
      Attributes: { id: { S: '1' } },
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: 'r-1' },
    });
  });

  it.each([
    ['sqs:sendMessage', { QueueUrl: 'q', MessageBody: { a: 1 } }, { QueueUrl: 'q', MessageBody: '{"a":1}' }],
    ['sns:publish', { TopicArn: 't', Message: { a: 1 } }, { TopicArn: 't', Message: '{"a":1}' }],
    ['sns:publish', { TopicArn: 't', Message: 'text' }, { TopicArn: 't', Message: 'text' }],
    ['events:putEvents', { Entries: [{ Detail: { a: 1 } }] }, { Entries: [{ Detail: '{"a":1}' }] }],
    ['aws-sdk:sfn:describeExecution', { ExecutionArn: 'e' }, { executionArn: 'e' }],
  ])('sends %s what the API wants', async (resource, parameters, expected) => {
    const { calls, load } = fakeSdk({});
    expect((await run(resource, parameters as JsonObject, load)).status).toBe('SUCCEEDED');
    expect((calls[2] as unknown[])[1]).toEqual(expected);
  });

  it('answers an AWS SDK integration with the response alone', async () => {
    const { load } = fakeSdk({ $metadata: metadata, executionArn: 'e', inputDetails: { included: true } });
    const { output } = await run('aws-sdk:sfn:describeExecution', {}, load);
    expect(JSON.parse(output ?? '')).toEqual({ ExecutionArn: 'e', InputDetails: { Included: true } });
  });

  it.each([
    ['dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException'],
    ['aws-sdk:dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException'],
  ])('raises the errors of %s under their names', async (resource, name) => {
    const error = Object.assign(new Error('not as expected'), {
      name: 'ConditionalCheckFailedException',
      $metadata: { httpStatusCode: 400, requestId: 'r-2' },
    });
    const outcome = await run(resource, {}, fakeSdk(error).load);
    expect(outcome).toMatchObject({ status: 'FAILED', error: name });
    expect(outcome.cause).toMatch(/^not as expected \(Service: .*Status Code: 400.*Request ID: r-2/);
  });

  it('raises a client error when nobody answers', async () => {
    const outcome = await run('sqs:sendMessage', {}, fakeSdk(new Error('connect ECONNREFUSED')).load);
    expect(outcome.error).toBe('SQS.SdkClientException');
  });

  it('makes an error of an event that EventBridge refused', async () => {
    const { load } = fakeSdk({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'NoBus' }] });
    expect((await run('events:putEvents', { Entries: [] }, load)).error).toBe('EventBridge.FailedEntry');
  });

  it('says what to install', async () => {
    const outcome = await run('sqs:sendMessage', {});
    expect(outcome.error).toBe('States.Runtime');
    expect(outcome.cause).toContain('npm install --save-dev @aws-sdk/client-sqs');
  });

  it('says what it cannot call', async () => {
    const outcome = await run('glue:startJobRun.sync', {});
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(outcome.cause).toContain("cannot call 'arn:aws:states:::glue:startJobRun.sync'");
    expect((await run('dynamodb:makeCoffee', {}, fakeSdk({}).load)).cause).toContain("no action 'makeCoffee'");
  });
});

describe('s3Objects', () => {
  it('reads, lists and writes at an endpoint', async () => {
    const objects = new Map<string, string>();
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://s3');
      const key = url.pathname.replace('/bucket/', '');
      if (request.method === 'PUT') {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          objects.set(key, body);
          response.end();
        });
      } else if (url.searchParams.has('list-type')) {
        const items = [...objects].map(
          ([name, text]) =>
            `<Contents><Key>${name}</Key><Size>${text.length}</Size><ETag>"e"</ETag><LastModified>2025-01-01T00:00:00.000Z</LastModified></Contents>`,
        );
        response.end(`<?xml version="1.0"?><ListBucketResult>${items.join('')}</ListBucketResult>`);
      } else {
        const text = objects.get(key);
        if (text === undefined)
          response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
        else response.end(text);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['AWS_ACCESS_KEY_ID'] ??= 'local';
    process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local';
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const store = s3Objects({ region: 'us-east-1', endpoint });
    await store.putObject('bucket', 'a/b.json', '[1,2]');
    expect(await store.getObject('bucket', 'a/b.json')).toContain('[1,2]');
    expect(await store.getObject('bucket', 'none')).toBeUndefined();
    expect(await store.listObjects('bucket', 'a/')).toMatchObject([
      { key: 'a/b.json', etag: '"e"', lastModified: Date.UTC(2025, 0, 1) },
    ]);
    server.closeAllConnections();
    server.close();
  });
});
