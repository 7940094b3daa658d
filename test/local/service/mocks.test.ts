import { describe, expect, it } from 'vitest';
import { MockConfigError, parseMockConfig } from '../../../lib/local/index.ts';
import { mistakesIn } from '../../../lib/local/tasks/mock/mock-config.ts';
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

describe('a mock configuration with mistakes (seen with Step Functions Local: issue 11)', () => {
  const broken = {
    StateMachines: {
      Waiting: {
        TestCases: {
          Good: { Ask: 'Approved' },
          Bad: { Ask: 'Broken' },
          None: { Ask: 'Gone' },
          Odd: { Else: 'Approved' },
        },
      },
    },
    MockedResponses: { Approved: { '0': { Return: 1 } }, Broken: { '0': {} } },
  };

  async function start(testCase: string) {
    const tokens: string[] = [];
    const served = await serveLocally({
      mocks: parseMockConfig(JSON.stringify(broken)),
      invoke: async ({ taskToken = '' }) => {
        tokens.push(taskToken);
        return null;
      },
    });
    const definition = JSON.stringify(definitions.Waiting);
    const { stateMachineArn } = await served.sfn.createStateMachine({ name: 'Waiting', definition, roleArn });
    const { executionArn } = await served.sfn.startExecution({ stateMachineArn: `${stateMachineArn}#${testCase}` });
    const answer = async () => {
      while (tokens.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await served.sfn.sendTaskSuccess({ taskToken: tokens[0], output: '"real"' });
      return ended(served.sfn, executionArn);
    };
    return { ...served, executionArn, answer };
  }

  it('serves what can be used, and tells the rest', async () => {
    const { sfn, executionArn, problems } = await start('Good');
    expect((await ended(sfn, executionArn)).output).toBe('1');
    expect(problems).toEqual([
      'The mock configuration: /MockedResponses/Broken/0 needs "Return" or "Throw".',
      'The mock configuration: /StateMachines/Waiting/TestCases/None/Ask names no mocked response: "Gone"',
    ]);
  });

  it.each([
    ['Bad', 'The mock of state \'Ask\' cannot be used. /MockedResponses/Broken/0 needs "Return" or "Throw".'],
    ['None', 'The mock of state \'Ask\' cannot be used. There is no mocked response "Gone".'],
  ])('fails when a state asks for what cannot be used: %s', async (testCase, cause) => {
    const { sfn, executionArn } = await start(testCase);
    expect(await ended(sfn, executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause });
  });

  it('tells of a mock for a state that does not exist', async () => {
    const { problems, answer } = await start('Odd');
    expect((await answer()).output).toBe('"real"');
    expect(problems).toContain('The test case "Odd" mocks the state "Else", which "Waiting" does not have.');
  });

  it('runs unmocked with nothing behind the #', async () => {
    expect((await (await start('')).answer()).output).toBe('"real"');
  });
});

describe('parseMockConfig', () => {
  it.each([
    ['{', /not JSON/],
    ['[]', /^It must be an object/],
    ['{}', /^\/StateMachines must be an object/],
  ])('refuses %s', (text, message) => {
    expect(() => parseMockConfig(text)).toThrow(MockConfigError);
    expect(() => parseMockConfig(text)).toThrow(message);
  });

  it.each([
    [
      '{"StateMachines":{"a":{"TestCases":{"b":{"c":"d"}}}}}',
      '/StateMachines/a/TestCases/b/c names no mocked response: "d"',
    ],
    ['{"StateMachines":{"a":{"TestCases":{"b":[]}}}}', '/StateMachines/a/TestCases/b must be an object.'],
    ['{"StateMachines":{"a":1}}', '/StateMachines/a/TestCases must be an object.'],
    ['{"StateMachines":{},"MockedResponses":[]}', '/MockedResponses must be an object.'],
    [
      '{"StateMachines":{},"MockedResponses":{"a":{"first":{"Return":1}}}}',
      '/MockedResponses/a/first is not a number or a range such as "0-2".',
    ],
    ['{"StateMachines":{},"MockedResponses":{"a":{"0":{}}}}', '/MockedResponses/a/0 needs "Return" or "Throw".'],
    ['{"StateMachines":{},"MockedResponses":{"a":{"0":{"Throw":{}}}}}', '/MockedResponses/a/0/Throw needs "Error".'],
  ])('takes %s, in which there is a mistake', (text, mistake) => {
    expect(mistakesIn(parseMockConfig(text))).toEqual([mistake]);
  });
});
