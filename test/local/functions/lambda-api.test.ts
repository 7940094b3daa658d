import type { JsonObject } from '../../../lib/json.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  lambdaEndpoint,
  LambdaHost,
  lambdaInvoker,
  realClock,
  serveLambda,
  startExecution,
  type Listening,
} from '../../../lib/local/index.ts';

const file = (name: string) => new URL(`./${name}.mjs`, import.meta.url).pathname;
const arn = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;
const problems: string[] = [];

const host = new LambdaHost({
  functions: new Map([
    ['worker', { file: file('function'), memory: 128, timeout: 30, environment: { OWN: 'mine' } }],
    ['second', { file: file('function'), timeout: 30 }],
    ['guest', { file: file('function'), timeout: 30 }],
    ['meddler', { file: file('function'), timeout: 30 }],
    ['hasty', { file: file('function'), timeout: 0.2 }],
    ['small', { file: file('function'), memory: 64, timeout: 30 }],
    ['broken', { file: file('broken') }],
    ['empty', { file: file('empty') }],
  ]),
  environment: { PATH: process.env['PATH'] },
  region: 'eu-central-1',
});
let server: Listening;

beforeAll(async () => {
  server = await serveLambda(host, { port: 0, report: (problem) => problems.push(problem) });
});
afterAll(async () => {
  await server.close();
  host.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

async function invoke(name: string, event: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: 'POST',
    body: typeof event === 'string' ? event : JSON.stringify(event),
    headers,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

describe('an invocation', () => {
  it('answers with the result', async () => {
    const { status, headers, body } = await invoke('worker', { do: 'echo', text: 'é' });
    expect(status).toBe(200);
    expect(body).toEqual({ do: 'echo', text: 'é' });
    expect(headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(headers.get('x-amz-function-error')).toBeNull();
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-amz-log-result')).toBeNull();
  });

  it('answers null for nothing, and takes no body for an empty object', async () => {
    expect((await invoke('worker', { do: 'nothing' })).body).toBeNull();
    expect((await invoke('worker', '')).body).toBeNull();
  });

  it.each(['worker', arn('worker'), `${arn('worker')}:$LATEST`, '123456789012:function:worker', 'worker:live'])(
    'knows the function as %s',
    async (name) => {
      expect((await invoke(name, { do: 'echo' })).status).toBe(200);
    },
  );

  it('has the context and the environment of Lambda', async () => {
    const { body, headers } = await invoke('worker', { do: 'context' });
    expect(body).toEqual({
      functionName: 'worker',
      functionVersion: '$LATEST',
      invokedFunctionArn: arn('worker'),
      memoryLimitInMB: '128',
      awsRequestId: headers.get('x-amzn-requestid'),
      logGroupName: '/aws/lambda/worker',
      logStreamName: expect.stringContaining('[$LATEST]'),
      callbackWaitsForEmptyEventLoop: true,
      remaining: expect.any(Number),
      region: 'eu-central-1',
      own: 'mine',
    });
    expect(body.remaining).toBeGreaterThan(29_000);
    expect(body.remaining).toBeLessThanOrEqual(30_000);
  });

  it('goes to a warm process', async () => {
    const { body: first } = await invoke('second', { do: 'count' });
    const { body: second } = await invoke('second', { do: 'count' });
    expect(second).toEqual({ invocations: first.invocations + 1, pid: first.pid });
  });

  it('gets a process of its own when others are busy', async () => {
    const pids = await Promise.all([1, 2, 3].map(async () => (await invoke('second', { do: 'sleep', ms: 600 })).body));
    expect(new Set(pids).size).toBeGreaterThan(1);
  });

  it('tells its log when asked to', async () => {
    const { headers } = await invoke('worker', { do: 'log' }, { 'X-Amz-Log-Type': 'Tail' });
    const requestId = headers.get('x-amzn-requestid');
    const log = Buffer.from(headers.get('x-amz-log-result') ?? '', 'base64').toString();
    const line = (level: string, text: string) => `\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\t${requestId}\t${level}\t${text}\n`;
    expect(log).toMatch(
      new RegExp(
        `^START RequestId: ${requestId} Version: \\$LATEST\n` +
          line('INFO', 'one \\{ two: 2 \\}') +
          line('ERROR', 'three\rlines') +
          'raw\n' +
          `END RequestId: ${requestId}\n` +
          `REPORT RequestId: ${requestId}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB`,
      ),
    );
  });

  it('may be asynchronous, or a dry run', async () => {
    expect(await invoke('worker', { do: 'echo' }, { 'X-Amz-Invocation-Type': 'DryRun' })).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(await invoke('worker', { do: 'throw' }, { 'X-Amz-Invocation-Type': 'Event' })).toMatchObject({
      status: 202,
      body: undefined,
    });
    await expect.poll(() => problems).toEqual([expect.stringMatching(/of "worker" failed: .*"a mistake"/)]);
  });
});

describe('what a function does to its process', () => {
  it.each([{ do: 'tell' }, { do: 'tell', at: 3 }])('cannot speak for it: %j', async (event) => {
    expect((await invoke('guest', event)).body).toEqual({ connected: false });
    expect((await invoke('guest', { do: 'echo' })).body).toEqual({ do: 'echo' });
  });

  it.each([{ do: 'mute' }, { do: 'meddle' }, { do: 'mute', closes: true }])(
    'does not hide its answer: %j',
    async (event) => {
      const began = Date.now();
      const { body, headers } = await invoke('meddler', event);
      expect([body, headers.get('x-amz-function-error')]).toEqual([event.do === 'mute' ? 'muted' : 'fine', null]);
      expect(Date.now() - began).toBeLessThan(5000);
      expect((await invoke('guest', { do: 'echo' })).body).toEqual({ do: 'echo' });
    },
  );

  it('does not outlive it: a child that holds its output open', async () => {
    const began = Date.now();
    const { body } = await invoke('guest', { do: 'daemon' });
    process.kill(body.pid);
    expect((await invoke('guest', { do: 'daemon', exits: true })).body.errorType).toBe('Runtime.ExitError');
    expect(Date.now() - began).toBeLessThan(5000);
  });

  it('is not the fault of the next one', async () => {
    expect((await invoke('guest', { do: 'late crash' })).body).toBe('done');
    expect((await invoke('guest', { do: 'sleep', ms: 200 })).headers.get('x-amz-function-error')).toBeNull();
  });

  it('is told without the paths of this machine', async () => {
    const { body } = await invoke('guest', { do: 'throw' });
    expect(body.trace[1]).toMatch(/\(file:\/\/\/|at /);
    const hiding = new LambdaHost({
      functions: new Map([['f', { file: file('function'), timeout: 30 }]]),
      environment: { PATH: process.env['PATH'] },
      codeRoot: process.cwd(),
    });
    const { payload } = await hiding.invoke('f', '{"do":"throw"}', 'r');
    hiding.close();
    expect(payload).toContain('/var/task/test/local/functions/function.mjs:');
    expect(payload).not.toContain(process.cwd());
  });
});

describe('an error', () => {
  const failed = async (name: string, event: object) => {
    const { status, headers, body } = await invoke(name, event, { 'X-Amz-Log-Type': 'Tail' });
    expect(status).toBe(200);
    expect(headers.get('x-amz-function-error')).toBe('Unhandled');
    const log = Buffer.from(headers.get('x-amz-log-result') ?? '', 'base64').toString();
    return { body, log, requestId: headers.get('x-amzn-requestid') };
  };

  it('is what the handler throws', async () => {
    const { body } = await failed('worker', { do: 'throw', name: 'Custom' });
    expect(body).toMatchObject({ errorType: 'Custom', errorMessage: 'a mistake' });
    expect(body.trace[0]).toContain('a mistake');
    expect((await failed('worker', { do: 'throw text' })).body).toEqual({
      errorType: 'string',
      errorMessage: 'just text',
      trace: [],
    });
    expect((await failed('worker', { do: 'circle' })).body.errorMessage).toBe('Unable to stringify response body');
  });

  it.each([
    [{ do: 'exit', code: 3 }, 'with error: exit status 3'],
    [{ do: 'exit', code: 0 }, 'without providing a reason'],
    [{ do: 'kill' }, 'with error: signal: killed'],
  ])('is the end of the process: %j', async (event, reason) => {
    const { body, log, requestId } = await failed('worker', event);
    expect(body).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited ${reason}`,
    });
    expect(log).toContain(`Runtime exited ${reason}`);
    if (event.do === 'exit') expect(log).toContain('good-bye');
    expect((await invoke('worker', { do: 'echo' })).body).toEqual({ do: 'echo' });
  });

  it('is the lack of memory', async () => {
    const { body } = await failed('small', { do: 'eat' });
    expect(body.errorType).toBe('Runtime.ExitError');
    expect(body.errorMessage).toMatch(/signal: aborted$/);
    expect((await invoke('small', { do: 'echo' })).status).toBe(200);
  });

  it.each([{ do: 'hang' }, { do: 'spin' }])('is the lack of time: %j', async (event) => {
    const { body, log, requestId } = await failed('hasty', event);
    expect(body).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 0.20 seconds`,
    });
    if (event.do === 'hang') expect(log).toContain('waiting');
    expect((await invoke('hasty', { do: 'echo' })).body).toEqual({ do: 'echo' });
  });

  it('is what nobody catches', async () => {
    expect((await failed('worker', { do: 'uncaught' })).body).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'out of nowhere',
    });
    expect((await failed('worker', { do: 'rejection' })).body).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: nobody cares',
    });
    expect((await invoke('worker', { do: 'echo' })).status).toBe(200);
  });

  it('is code that does not load, each time', async () => {
    for (let n = 0; n < 2; n++) {
      expect((await failed('broken', {})).body).toMatchObject({
        errorType: 'SyntaxError',
        errorMessage: 'does not load',
      });
    }
    expect((await failed('empty', {})).body.errorType).toBe('Runtime.HandlerNotFound');
  });

  it('is a result that is too large', async () => {
    expect((await invoke('worker', { do: 'large', size: 6_291_454 })).status).toBe(200);
    expect((await failed('worker', { do: 'large', size: 6_291_455 })).body.errorType).toBe(
      'Function.ResponseSizeTooLarge',
    );
  });
});

describe('a request that Lambda refuses', () => {
  const refused = async (call: Promise<Answer>) => {
    const { status, headers, body } = await call;
    return [status, headers.get('x-amzn-errortype'), body.Message] as const;
  };

  it('names no function', async () => {
    expect(await refused(invoke('nobody', {}))).toEqual([
      404,
      'ResourceNotFoundException',
      `Function not found: ${arn('nobody')}`,
    ]);
  });

  it('is not JSON', async () => {
    expect(await refused(invoke('worker', '{"half'))).toEqual([
      400,
      'InvalidRequestContentException',
      'Could not parse request body into json',
    ]);
  });

  it('is too large', async () => {
    expect(await refused(invoke('worker', JSON.stringify('x'.repeat(6_291_455))))).toEqual([
      413,
      'RequestTooLargeException',
      'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    ]);
  });

  it('asks for another type of invocation, or another path', async () => {
    expect((await invoke('worker', {}, { 'X-Amz-Invocation-Type': 'Later' })).status).toBe(400);
    expect((await fetch(`${server.url}/2015-03-31/functions`)).status).toBe(404);
    expect((await fetch(`${server.url}/2015-03-31/functions/%E0%A4%A/invocations`, { method: 'POST' })).status).toBe(
      404,
    );
  });
});

describe.each([
  ['in process', () => (name: string) => host.resolve(name)],
  ['over HTTP', () => lambdaEndpoint(server.url)],
])('a state machine that calls functions %s', (_, resolve) => {
  const run = async (functionName: string, event: JsonObject) => {
    const clock = realClock();
    const parameters = { FunctionName: functionName, Payload: event };
    const execution = startExecution({
      definition: {
        StartAt: 'Call',
        States: {
          Call: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Parameters: parameters,
            ResultSelector: { 'got.$': '$.Payload' },
            End: true,
          },
        },
      },
      input: {},
      invoke: lambdaInvoker(resolve(), clock),
      clock,
    });
    return execution.finished;
  };

  it('gets their results and their errors', async () => {
    expect(await run('worker', { do: 'echo' })).toMatchObject({ output: '{"got":{"do":"echo"}}' });
    const thrown = await run(arn('worker'), { do: 'throw', name: 'Custom' });
    expect(thrown).toMatchObject({ status: 'FAILED', error: 'Custom' });
    expect(JSON.parse(thrown.cause ?? '')).toMatchObject({ errorType: 'Custom', errorMessage: 'a mistake' });
    expect(await run('hasty', { do: 'hang' })).toMatchObject({ error: 'Sandbox.Timedout' });
    expect(await run('worker', { do: 'exit', code: 1 })).toMatchObject({ error: 'Runtime.ExitError' });
    expect(await run('nobody', {})).toMatchObject({ error: 'Lambda.ResourceNotFoundException' });
  });
});

describe('lambdaEndpoint', () => {
  it('fails with a service error when nobody listens', async () => {
    const call = lambdaEndpoint('http://127.0.0.1:9')('worker');
    await expect(call({}, {} as never)).rejects.toMatchObject({ error: 'Lambda.SdkClientException' });
  });
});
