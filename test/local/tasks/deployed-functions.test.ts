import { describe, expect, it } from 'vitest';
import { localTasks, startExecution, virtualClock } from '../../../lib/local/index.ts';

const hosted = async () => 'from here';

/** Runs a task that invokes `deployed`, with an AWS SDK whose Lambda answers `answer` or fails with it. */
async function run(answer: unknown, options: { readonly allowAws?: boolean; readonly FunctionName?: string } = {}) {
  const { allowAws = true, FunctionName = 'deployed' } = options;
  const calls: unknown[] = [];
  class Lambda {
    constructor(given: unknown) {
      calls.push(given);
    }
    async invoke({ FunctionName: name, Payload }: { readonly FunctionName: string; readonly Payload: Uint8Array }) {
      calls.push([name, Buffer.from(Payload).toString()]);
      if (answer instanceof Error) throw answer;
      return answer;
    }
  }
  class TooManyRequestsException extends Error {}
  const clock = virtualClock();
  const { finished } = startExecution({
    definition: {
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName, Payload: { id: 1 } },
          OutputPath: '$.Payload',
          End: true,
        },
      },
    },
    input: {},
    invoke: localTasks({
      functions: (name) => (name === 'hosted' ? hosted : undefined),
      clock,
      environment: {},
      region: 'eu-central-1',
      allowAws,
      load: async () => ({ Lambda, TooManyRequestsException }),
    }),
    clock,
  });
  return { ...(await finished), calls };
}

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('functions on AWS', () => {
  it('are invoked where no function here has the name, and AWS may be called', async () => {
    const { output, calls } = await run({ Payload: Buffer.from('{"id":9007199254740993}') });
    expect(output).toBe('{"id":9007199254740993}');
    expect(calls).toEqual([{ region: 'eu-central-1' }, ['deployed', '{"id":1}']]);
    expect(await run({}, { FunctionName: 'hosted' })).toMatchObject({ output: '"from here"', calls: [] });
    expect((await run({ Payload: new Uint8Array() })).output).toBe('null');
  });

  it('are not invoked unless that is allowed', async () => {
    const { error, calls } = await run({}, { allowAws: false });
    expect([error, calls]).toEqual(['Lambda.ResourceNotFoundException', []]);
  });

  it('fail with the error of their code', async () => {
    const failure = { errorType: 'CardDeclined', errorMessage: 'Not this one.' };
    const { error, cause } = await run({ FunctionError: 'Unhandled', Payload: bytes(failure) });
    expect([error, cause]).toEqual(['CardDeclined', JSON.stringify(failure)]);
    expect((await run({ FunctionError: 'Unhandled', Payload: bytes({}) })).error).toBe('Lambda.Unknown');
  });

  it('fail with the error of Lambda', async () => {
    const busy = Object.assign(new Error('Rate Exceeded.'), {
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429, requestId: 'r-1' },
    });
    expect(await run(busy)).toMatchObject({
      error: 'Lambda.TooManyRequestsException',
      cause:
        'Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: r-1; Proxy: null)',
    });
    expect((await run(new Error('connect ECONNREFUSED'))).error).toBe('Lambda.SdkClientException');
  });
});
