import { describe, expect, it } from 'vitest';
import type { LambdaContext, LambdaFunction } from '../../../../../lib/local/index.ts';
import {
  LambdaFault,
  lambdaInvoker,
  startExecution,
  StatesError,
  virtualClock,
} from '../../../../../lib/local/index.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';

async function invoke(run: LambdaFunction, more: object = {}, name = 'f') {
  const clock = virtualClock();
  const definition = {
    StartAt: 'T',
    States: {
      T: { Type: 'Task', Resource: INVOKE, Parameters: { FunctionName: name, 'Payload.$': '$' }, ...more, End: true },
    },
  } as never;
  const resolve = (asked: string) => (asked === 'f' || asked === ARN ? run : undefined);
  const execution = startExecution({ definition, input: { in: 1 }, clock, invoke: lambdaInvoker(resolve, clock) });
  const outcome = await execution.finished;
  return {
    ...outcome,
    output: outcome.output === undefined ? undefined : JSON.parse(outcome.output),
    history: execution.history,
  };
}

describe('lambdaInvoker: results', () => {
  it('lambda:invoke gives the payload with what AWS puts around it', async () => {
    const { output } = await invoke(async (event) => ({ got: event }));
    expect(output).toMatchObject({ ExecutedVersion: '$LATEST', Payload: { got: { in: 1 } }, StatusCode: 200 });
    expect(output.SdkHttpMetadata.HttpHeaders['Content-Length']).toBe('16');
    expect(output.SdkHttpMetadata.AllHttpHeaders['Content-Type']).toEqual(['application/json']);
    expect(output.SdkResponseMetadata.RequestId).toBe(output.SdkHttpMetadata.HttpHeaders['x-amzn-RequestId']);
  });

  it('InvocationType Event starts the function and does not wait for it', async () => {
    let calls = 0;
    const event = { Parameters: { FunctionName: 'f', InvocationType: 'Event', Payload: {} } };
    const { output, startDate, stopDate } = await invoke(async () => {
      calls += 1;
      throw new Error('nobody learns of it');
    }, event);
    expect(output).toMatchObject({ StatusCode: 202, SdkHttpMetadata: { HttpStatusCode: 202 } });
    expect(output).not.toHaveProperty('Payload');
    expect([calls, stopDate - startDate]).toEqual([1, 0]);
    const unknown = await invoke(async () => 1, { Parameters: { ...event.Parameters, FunctionName: 'g' } });
    expect(unknown.error).toBe('Lambda.ResourceNotFoundException');
  });

  it.each([ARN, 'f'])('FunctionName may be %s', async (name) => {
    expect((await invoke(async () => 1, {}, name)).output.Payload).toBe(1);
  });

  it('a function ARN as the resource gives the payload alone', async () => {
    expect((await invoke(async (event) => event, { Resource: ARN, Parameters: { a: 1 } })).output).toEqual({ a: 1 });
  });

  it.each([
    ['undefined', undefined, null],
    ['a function', () => 1, null],
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['NaN', NaN, null],
    ['undefined members', { a: undefined, b: 1 }, { b: 1 }],
  ])('%s is answered as JSON says', async (_name, value, expected) => {
    expect((await invoke(async () => value)).output.Payload).toEqual(expected);
  });

  it.each([
    [{ Payload: '{"a":1}' }, { a: 1 }],
    [{ Payload: '"text"' }, 'text'],
    [{ Payload: ' 17' }, 17],
    [{ Payload: null }, {}],
    [{ Payload: '' }, {}],
    [{ Payload: [null] }, [null]],
  ])('a text is the JSON that is sent: %j (%s)', async (payload, event) => {
    const { output } = await invoke(async (got) => ({ got }), { Parameters: { FunctionName: 'f', ...payload } });
    expect(output.Payload).toEqual({ got: event });
  });

  it('a text that is not JSON is refused', async () => {
    const { error, cause } = await invoke(async () => 1, { Parameters: { FunctionName: 'f', Payload: 'hello' } });
    expect(error).toBe('Lambda.InvalidRequestContentException');
    expect(cause).toMatch(
      /^Could not parse request body into json: Unrecognized token 'hello': .*Error Code: InvalidRequestContentException/,
    );
  });

  it('without a Payload the function gets an empty object', async () => {
    const { output } = await invoke(async (event) => event, { Parameters: { FunctionName: 'f' } });
    expect(output.Payload).toEqual({});
  });

  it('tells the function its context', async () => {
    let seen: LambdaContext | undefined;
    await invoke(async (_event, context) => void (seen = context));
    expect(seen).toMatchObject({
      functionName: 'f',
      functionVersion: '$LATEST',
      invokedFunctionArn: ARN,
      logGroupName: '/aws/lambda/f',
    });
    expect(seen!.getRemainingTimeInMillis()).toBe(900_000);
  });
});

class Declined extends Error {
  override name = 'Payment.Declined';
}

describe('lambdaInvoker: errors, as the runtime interface client of Node makes them', () => {
  it('an Error gives its name; its message and stack are in the cause', async () => {
    const { error, cause } = await invoke(async () => Promise.reject(new Declined('no money')));
    expect(error).toBe('Payment.Declined');
    const payload = JSON.parse(cause!);
    expect(Object.keys(payload)).toEqual(['errorType', 'errorMessage', 'trace']);
    expect(payload).toMatchObject({ errorType: 'Payment.Declined', errorMessage: 'no money' });
    expect(payload.trace[0]).toMatch(/: no money$/);
  });

  it.each([
    ['a string', 'boom', 'string', 'boom'],
    ['a number', 5, 'number', '5'],
    ['an object', { a: 1 }, 'object', '[object Object]'],
    ['what looks like an Error', { name: 'N', message: 'm', stack: 's' }, 'N', 'm'],
  ])('%s', async (_name, thrown, type, message) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is tested
    const { error, cause } = await invoke(async () => Promise.reject(thrown));
    expect(error).toBe(type);
    expect(JSON.parse(cause!)).toMatchObject({ errorType: type, errorMessage: message });
  });

  it.each([[null], [undefined]])('%s', async (thrown) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is tested
    expect((await invoke(async () => Promise.reject(thrown))).error).toBe('handled');
  });

  it('a function that throws before it returns a promise', async () => {
    expect(
      (
        await invoke(() => {
          throw new RangeError('x');
        })
      ).error,
    ).toBe('RangeError');
  });

  it('a result that JSON cannot hold', async () => {
    const loop: Record<string, unknown> = {};
    loop['loop'] = loop;
    const { error, cause } = await invoke(async () => loop);
    expect([error, JSON.parse(cause!).errorMessage]).toEqual(['Error', 'Unable to stringify response body']);
  });

  it('a result above 6 MB', async () => {
    const { error } = await invoke(async () => 'x'.repeat(6_291_556));
    expect(error).toBe('Function.ResponseSizeTooLarge');
  });

  it('a result above 256 KiB is the limit of Step Functions', async () => {
    expect((await invoke(async () => 'x'.repeat(300_000))).error).toBe('States.DataLimitExceeded');
  });

  it('a fault of the platform has no trace', async () => {
    const { error, cause } = await invoke(async () =>
      Promise.reject(new LambdaFault('Sandbox.Timedout', 'RequestId: 1 Error: Task timed out after 3.00 seconds')),
    );
    expect(error).toBe('Sandbox.Timedout');
    expect(cause).toBe(
      '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 1 Error: Task timed out after 3.00 seconds"}',
    );
  });

  it('a StatesError passes as it is', async () => {
    const { error, cause } = await invoke(async () =>
      Promise.reject(new StatesError('Lambda.TooManyRequestsException', 'slow down')),
    );
    expect([error, cause]).toEqual(['Lambda.TooManyRequestsException', 'slow down']);
  });

  it('a function that does not exist', async () => {
    const { error, cause } = await invoke(async () => 1, {}, 'nope');
    expect(error).toBe('Lambda.ResourceNotFoundException');
    expect(cause).toMatch(
      /^Function not found: arn:aws:lambda:us-east-1:123456789012:function:nope \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    );
  });

  it.each([
    [{ Resource: 'arn:aws:states:::sns:publish' }, /is not a Lambda function/],
    [{ Parameters: {} }, /FunctionName/],
    [{ Parameters: { FunctionName: 5 } }, /FunctionName/],
  ])('%j ends the execution', async (more, cause) => {
    const run = await invoke(async () => 1, more);
    expect(run.error).toBe('States.Runtime');
    expect(run.cause).toMatch(cause);
  });
});

describe('lambdaInvoker: time', () => {
  it('a function that hangs meets its timeout', async () => {
    const run = await invoke(async () => new Promise(() => {}), { TimeoutSeconds: 0.02 });
    expect(run.error).toBe('States.Timeout');
  });

  it('after that, time is virtual again', async () => {
    let attempts = 0;
    const began = performance.now();
    const run = await invoke(async () => (attempts++ === 0 ? new Promise(() => {}) : 'ok'), {
      TimeoutSeconds: 0.02,
      Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 3_600 }],
    });
    expect(run.output.Payload).toBe('ok');
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
