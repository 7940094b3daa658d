import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3 } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/json.ts';
import type { Tables } from '../../../lib/local/index.ts';
import { keepFromAws } from '../../../lib/local/tasks/sdk/endpoint.ts';
import { s3 } from '../../../lib/local/tasks/services/s3/s3.ts';
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
    copyObject = method('copyObject');
    putEvents = method('putEvents');
    describeExecution = method('describeExecution');
  }
  const load = async (name: string) => {
    calls.push(['load', name]);
    class ConditionalCheckFailedException extends Error {}
    return {
      DynamoDB: Client,
      SQS: Client,
      SNS: Client,
      EventBridge: Client,
      SFN: Client,
      S3: Client,
      ConditionalCheckFailedException,
    };
  };
  return { calls, load };
}

async function run(
  resource: string,
  parameters: JsonObject,
  load?: (name: string) => Promise<Record<string, unknown>>,
  environment: Record<string, string> = {},
  tables?: Tables,
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
      ...(tables !== undefined && { tables }),
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
    [
      'dynamodb:putItem',
      'ConditionalCheckFailedException',
      'DynamoDB.ConditionalCheckFailedException',
      'no (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: r-2; Proxy: null)',
    ],
    [
      'aws-sdk:dynamodb:putItem',
      'ConditionalCheckFailedException',
      'DynamoDb.ConditionalCheckFailedException',
      'no (Service: DynamoDb, Status Code: 400, Request ID: r-2)',
    ],
    // The API does not declare it.
    [
      'dynamodb:putItem',
      'ValidationException',
      'DynamoDB.AmazonDynamoDBException',
      'no (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: r-2; Proxy: null)',
    ],
    [
      'aws-sdk:dynamodb:putItem',
      'ValidationException',
      'DynamoDb.DynamoDbException',
      'no (Service: DynamoDb, Status Code: 400, Request ID: r-2)',
    ],
  ])('raises for %s and %s the error %s', async (resource, code, error, cause) => {
    const thrown = Object.assign(new Error('no'), {
      name: code,
      $metadata: { httpStatusCode: 400, requestId: 'r-2' },
    });
    const parameters = { TableName: 't', Item: {} };
    expect(await run(resource, parameters, fakeSdk(thrown).load)).toMatchObject({ status: 'FAILED', error, cause });
  });

  it('names the types of DynamoDB in the AWS SDK integration as the SDK for Java does', async () => {
    const item = { SS: { SS: ['a'] }, bytes: { B: new Uint8Array([0, 1]) }, m: { M: { ok: { BOOL: true } } } };
    const { calls, load } = fakeSdk({ $metadata: metadata, Attributes: item });
    const request = { TableName: 't', Item: { id: { S: '1' }, n: { Ns: ['1'] }, b: { BOOL: true } } };
    const { output } = await run('aws-sdk:dynamodb:putItem', request, load);
    expect((calls[2] as unknown[])[1]).toEqual({
      TableName: 't',
      Item: { id: { S: '1' }, n: { NS: ['1'] }, b: { BOOL: true } },
    });
    expect(JSON.parse(output ?? '')).toEqual({
      Attributes: { SS: { Ss: ['a'] }, bytes: { B: 'AAE=' }, m: { M: { ok: { Bool: true } } } },
    });
  });

  it('keeps tables in memory, unless an endpoint of DynamoDB is known', async () => {
    const put = { TableName: 't', Item: { id: { S: '1' } } };
    const { calls, load } = fakeSdk({ $metadata: metadata });
    const at = (environment: Record<string, string>, table = 't') =>
      run('aws-sdk:dynamodb:putItem', { ...put, TableName: table }, load, environment, { t: 'id' });
    expect((await at({})).status).toBe('SUCCEEDED');
    expect((await at({ DYNAMODB_ENDPOINT: '' })).status).toBe('SUCCEEDED');
    expect(calls).toEqual([]);
    await at({}, 'other');
    expect(calls.at(-1)).toEqual(['putItem', { ...put, TableName: 'other' }]);
    for (const variable of ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL']) {
      calls.length = 0;
      await at({ [variable]: 'http://127.0.0.1:8000' });
      expect(calls.at(-1)).toEqual(['putItem', put]);
    }
  });

  it('raises a client error when nobody answers', async () => {
    const outcome = await run(
      'sqs:sendMessage',
      { QueueUrl: 'q', MessageBody: '' },
      fakeSdk(new Error('connect ECONNREFUSED')).load,
    );
    expect(outcome).toMatchObject({
      error: 'SQS.SdkClientException',
      cause: 'Unable to execute HTTP request: connect ECONNREFUSED',
    });
  });

  it('makes an error of an event that EventBridge refused', async () => {
    const { load } = fakeSdk({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'NoBus' }] });
    expect((await run('events:putEvents', { Entries: [] }, load)).error).toBe('EventBridge.FailedEntry');
  });

  it.each(['aws-sdk:s3:getObject', 'aws-sdk:sfn:describeExecution', 'dynamodb:getItem'])(
    'does not call AWS for %s, unless that is allowed',
    async (resource) => {
      // A client without credentials does not get as far as to name the host.
      const parameters = { Bucket: 'b', Key: {}, TableName: 't', ExecutionArn: 'e' };
      const { error, cause } = await run(resource, parameters);
      expect(error).toBe('States.Runtime');
      expect(cause).toMatch(/^The task would call AWS.*--allow-aws/);
    },
  );

  it('says what to install', async () => {
    const outcome = await run('sqs:sendMessage', { QueueUrl: 'q', MessageBody: '' });
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

describe('keepFromAws', () => {
  const guarded = (hostname: string, endpoint?: string) => {
    const client = new S3({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    keepFromAws(client, s3, endpoint);
    // What the client makes of a queue's URL or of ~/.aws/config.
    client.middlewareStack.add(
      (next) => async (args) => {
        (args.request as { hostname: string }).hostname = hostname;
        return next(args);
      },
      { step: 'build', priority: 'high' },
    );
    client.config.requestHandler = { handle: async () => Promise.reject(new Error('It is sent.')) } as never;
    return client.headBucket({ Bucket: 'b' });
  };
  it.each<[string, string?]>([
    ['b.s3.us-east-1.amazonaws.com'],
    ['sqs.cn-north-1.amazonaws.com.cn'],
    ['dynamodb.eu-west-1.api.aws'],
    ['sqs.us-east-1.amazonaws.com', 'http://localhost:9324'],
  ])('refuses %s with the endpoint %s', async (host, endpoint) => {
    await expect(guarded(host, endpoint)).rejects.toThrow(`would call AWS at ${host}`);
  });
  it.each<[string, string?]>([
    ['localhost'],
    ['amazonaws.com.example.org'],
    ['b.s3.us-east-1.amazonaws.com', 'https://s3.us-east-1.amazonaws.com'],
  ])('lets %s pass with the endpoint %s', async (host, endpoint) => {
    await expect(guarded(host, endpoint)).rejects.toThrow('It is sent.');
  });
});

describe('streams and bytes', () => {
  it('reads an object as text, and writes JSON as its text', async () => {
    const objects = new Map<string, string>();
    const server = createServer((request, response) => {
      const key = request.url?.replace(/\?.*/, '') ?? '';
      if (request.method === 'GET') return void response.end(objects.get(key));
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        objects.set(key, body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['AWS_ACCESS_KEY_ID'] ??= 'local';
    process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local';
    const environment = { S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const of = (action: string, more: JsonObject) =>
      run(`aws-sdk:s3:${action}`, { Bucket: 'b', Key: 'k', ...more }, undefined, environment);
    for (const [body, text] of [
      [{ a: [1] }, '{"a":[1]}'],
      ['plain – text', 'plain – text'],
    ] as const) {
      expect((await of('putObject', { Body: body })).status).toBe('SUCCEEDED');
      expect(objects.get('/b/k')).toContain(text);
      objects.set('/b/k', text);
      const { output } = await of('getObject', {});
      expect(JSON.parse(output ?? '')).toMatchObject({ Body: text });
    }
    server.closeAllConnections();
    server.close();
  });

  it('spells acronyms of the API as the SDK for Java does, save the keys of maps', async () => {
    const { calls, load } = fakeSdk({ SSEKMSKeyId: 'k', Metadata: { ACL: 'mine' }, Owners: [{ ID: 'i' }] });
    const sent = { Bucket: 'b', Acl: 'private', CorsConfiguration: { CorsRules: [] }, Metadata: { Acl: 'mine' } };
    const { output } = await run('aws-sdk:s3:copyObject', sent, load);
    expect((calls[2] as unknown[])[1]).toEqual({
      Bucket: 'b',
      ACL: 'private',
      CORSConfiguration: { CORSRules: [] },
      Metadata: { Acl: 'mine' },
    });
    expect(JSON.parse(output ?? '')).toEqual({
      SsekmsKeyId: 'k',
      Metadata: { ACL: 'mine' },
      Owners: [{ Id: 'i' }],
    });
  });

  it.each([
    ['aws-sdk:dynamodb:putItem', { TableName: 't', Item: { b: { B: 'AAE=' }, s: { Bs: ['AAE='] }, B: { S: 'x' } } }],
    ['dynamodb:putItem', { TableName: 't', Item: { b: { B: 'AAE=' }, s: { BS: ['AAE='] }, B: { S: 'x' } } }],
  ])('sends the bytes that base64 stands for: %s', async (resource, parameters) => {
    const { calls, load } = fakeSdk({});
    await run(resource, parameters, load);
    const bytes = Buffer.from([0, 1]);
    expect((calls[2] as unknown[])[1]).toEqual({
      TableName: 't',
      Item: { b: { B: bytes }, s: { BS: [bytes] }, B: { S: 'x' } },
    });
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
    expect(String(Buffer.from((await store.getObject('bucket', 'a/b.json')) ?? ''))).toContain('[1,2]');
    expect(await store.getObject('bucket', 'none')).toBeUndefined();
    expect(await store.listObjects('bucket', 'a/')).toMatchObject([
      { key: 'a/b.json', etag: '"e"', lastModified: Date.UTC(2025, 0, 1) },
    ]);
    server.closeAllConnections();
    server.close();
  });
});
