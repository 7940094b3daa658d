import { describe, expect, it } from 'vitest';
import { MockConfigError, parseMockConfig } from '../../../lib/local/index.ts';
import { ended, refusal, roleArn, serveLocally } from '../../support/serve-locally.ts';

const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:LambdaSQSIntegration';

// The structure of the developer guide's example: "Configuration file for mocked service integrations".
const config = {
  StateMachines: {
    LambdaSQSIntegration: {
      TestCases: {
        HappyPath: { LambdaState: 'LambdaSuccess', SQSState: 'SQSSuccess' },
        RetryPath: { LambdaState: 'LambdaRetry', SQSState: 'SQSSuccess' },
        HybridPath: { LambdaState: 'LambdaSuccess' },
        Exhausted: { LambdaState: 'Nothing', SQSState: 'SQSSuccess' },
      },
    },
    Mapped: { TestCases: { Two: { Do: 'Counted' } } },
    Waiting: { TestCases: { Answered: { Ask: 'Approved' }, Refused: { Ask: 'Denied' } } },
  },
  MockedResponses: {
    LambdaSuccess: { '0': { Return: { StatusCode: 200, Payload: { body: 'Hello' } } } },
    LambdaRetry: {
      '0': { Throw: { Error: 'Lambda.ResourceNotReadyException', Cause: 'not ready' } },
      '1-2': { Throw: { Error: 'Lambda.TimeoutException', Cause: 'timed out' } },
      '3': { Return: { StatusCode: 200, Payload: { body: 'at last' } } },
    },
    SQSSuccess: { '0': { Return: { MessageId: 'm-1' } } },
    Nothing: {},
    Counted: {
      '0': { Throw: { Error: 'Boom', Cause: 'attempt 0' } },
      '1': { Return: 'first' },
      '2': { Return: 'second' },
    },
    Approved: { '0': { Return: { approved: true } } },
    Denied: { '0': { Throw: { Error: 'Denied', Cause: 'no' } } },
  },
};

const task = (Resource: string, more: object) => ({ Type: 'Task', Resource, Parameters: {}, ...more });
const definitions = {
  LambdaSQSIntegration: {
    StartAt: 'LambdaState',
    States: {
      LambdaState: task('arn:aws:states:::lambda:invoke', {
        Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 3 }],
        Next: 'SQSState',
      }),
      SQSState: task('arn:aws:states:::sqs:sendMessage', { ResultPath: '$.Sent', End: true }),
    },
  },
  Mapped: {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'Do',
          States: { Do: task('arn:aws:states:::lambda:invoke', { Retry: [{ ErrorEquals: ['Boom'] }], End: true }) },
        },
        End: true,
      },
    },
  },
  Waiting: {
    StartAt: 'Ask',
    States: { Ask: task('arn:aws:states:::sqs:sendMessage.waitForTaskToken', { End: true }) },
  },
};

async function run(machine: keyof typeof definitions, testCase: string, input = '{}') {
  const { sfn } = await serveLocally({
    mocks: parseMockConfig(JSON.stringify(config)),
    invoke: async ({ stateName }) => ({ real: stateName }),
  });
  const definition = JSON.stringify(definitions[machine]);
  const { stateMachineArn } = await sfn.createStateMachine({ name: machine, definition, roleArn });
  const { executionArn } = await sfn.startExecution({ stateMachineArn: `${stateMachineArn}#${testCase}`, input });
  const outcome = await ended(sfn, executionArn);
  const { events } = await sfn.getExecutionHistory({ executionArn });
  return { outcome, types: events?.map(({ type }) => type) ?? [] };
}

describe('a test case of the mock configuration', () => {
  it('answers for the services', async () => {
    const { outcome } = await run('LambdaSQSIntegration', 'HappyPath');
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', stateMachineArn: arn });
    expect(JSON.parse(outcome.output ?? '')).toEqual({
      StatusCode: 200,
      Payload: { body: 'Hello' },
      Sent: { MessageId: 'm-1' },
    });
  });

  it('counts invocations, in ranges too', async () => {
    const { outcome, types } = await run('LambdaSQSIntegration', 'RetryPath');
    expect(JSON.parse(outcome.output ?? '')).toMatchObject({ Payload: { body: 'at last' } });
    expect(types.filter((type) => type === 'TaskFailed')).toHaveLength(3);
  });

  it('lets states that it does not name call their service', async () => {
    const { outcome } = await run('LambdaSQSIntegration', 'HybridPath');
    expect(JSON.parse(outcome.output ?? '')).toMatchObject({ Sent: { real: 'SQSState' } });
  });

  it('fails the execution when it has nothing to say', async () => {
    const { outcome } = await run('LambdaSQSIntegration', 'Exhausted');
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('counts on over the iterations of a Map', async () => {
    const { outcome } = await run('Mapped', 'Two', '[1,2]');
    expect(outcome.output).toBe('["first","second"]');
  });

  it('answers tasks that wait for a token', async () => {
    expect((await run('Waiting', 'Answered')).outcome.output).toBe('{"approved":true}');
    expect((await run('Waiting', 'Refused')).outcome).toMatchObject({ status: 'FAILED', error: 'Denied' });
  });

  it('must exist', async () => {
    const { sfn } = await serveLocally({ mocks: parseMockConfig(JSON.stringify(config)) });
    const definition = JSON.stringify(definitions.Waiting);
    const { stateMachineArn } = await sfn.createStateMachine({ name: 'Waiting', definition, roleArn });
    expect(await refusal(sfn.startExecution({ stateMachineArn: `${stateMachineArn}#Nope` }))).toMatchObject({
      name: 'ValidationException',
      message: 'The mock configuration has no test case "Nope" of "Waiting".',
    });
  });
});

describe('parseMockConfig', () => {
  it.each([
    ['{', /not JSON/],
    ['[]', /^It must be an object/],
    ['{}', /^\/StateMachines must be an object/],
    [
      '{"StateMachines":{"a":{"TestCases":{"b":{"c":"d"}}}}}',
      /^\/StateMachines\/a\/TestCases\/b\/c names no mocked response: "d"/,
    ],
    [
      '{"StateMachines":{},"MockedResponses":{"a":{"first":{"Return":1}}}}',
      /^\/MockedResponses\/a\/first is not a number/,
    ],
    ['{"StateMachines":{},"MockedResponses":{"a":{"0":{}}}}', /^\/MockedResponses\/a\/0 needs "Return" or "Throw"/],
    ['{"StateMachines":{},"MockedResponses":{"a":{"0":{"Throw":{}}}}}', /\/0\/Throw needs "Error"/],
  ])('names the mistake in %s', (text, message) => {
    expect(() => parseMockConfig(text)).toThrow(MockConfigError);
    expect(() => parseMockConfig(text)).toThrow(message);
  });
});
