import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../../../../lib/states-language/types.ts';
import type { JsonObject } from '../../../../../lib/json.ts';
import type { TaskInvoker } from '../../../../../lib/local/index.ts';
import {
  LocalStepFunctions,
  memoryTables,
  runStateMachine,
  startExecution,
  taskAnswers,
  TaskTokens,
  virtualClock,
} from '../../../../../lib/local/index.ts';

/** A queue that keeps the token of the last message, for an answer from another branch. */
function queue(): TaskInvoker {
  let token: string | undefined;
  return async ({ resource, parameters }): Promise<JsonObject> => {
    if (resource.endsWith('waitForTaskToken')) {
      token = (parameters as JsonObject)['Token'] as string;
      return {};
    }
    return { token: token ?? 'none' };
  };
}

/** Waits in one branch, and answers from the other after five seconds. */
function asked(action: string, answer: object, more: object = {}): StateMachine {
  return {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Ask',
            States: {
              Ask: {
                Type: 'Task',
                Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
                Parameters: { 'Token.$': '$$.Task.Token' },
                ...more,
                End: true,
              },
            },
          },
          {
            StartAt: 'Think',
            States: {
              Think: { Type: 'Wait', Seconds: 5, Next: 'Look' },
              Look: { Type: 'Task', Resource: 'arn:aws:states:::sqs:receive', Parameters: {}, Next: 'Answer' },
              Answer: {
                Type: 'Task',
                Resource: `arn:aws:states:::aws-sdk:sfn:${action}`,
                Parameters: { 'TaskToken.$': '$.token', ...answer },
                End: true,
              },
            },
          },
        ],
        End: true,
      },
    },
  } as unknown as StateMachine;
}

async function run(definition: StateMachine, invoke: TaskInvoker = queue()) {
  const clock = virtualClock();
  const execution = startExecution({ definition, input: {}, invoke, clock });
  const { status, output, error, cause, startDate, stopDate } = await execution.finished;
  return {
    status,
    error,
    cause,
    output: output === undefined ? undefined : (JSON.parse(output) as unknown),
    seconds: (stopDate - startDate) / 1000,
  };
}

describe('taskAnswers', () => {
  it.each([
    [{ Output: { approved: true } }, { approved: true }],
    [{ Output: '{"approved":true}' }, { approved: true }],
    [{ Output: '"text"' }, 'text'],
    [{ Output: null }, null],
    [{ 'Output.$': '$$.State.Name' }, undefined],
  ])('sendTaskSuccess with %j', async (answer, result) => {
    const { status, output, error, seconds } = await run(asked('sendTaskSuccess', answer));
    expect(seconds).toBe(5);
    if (result === undefined) expect([status, error]).toEqual(['FAILED', 'Sfn.InvalidOutputException']);
    else expect([status, output]).toEqual(['SUCCEEDED', [result, {}]]);
  });

  it('sendTaskFailure raises its error in the task that waits', async () => {
    const definition = asked('sendTaskFailure', { Error: 'Denied', Cause: 'no' });
    expect(await run(definition)).toMatchObject({ status: 'FAILED', error: 'Denied', cause: 'no', seconds: 5 });
  });

  it('sendTaskHeartbeat keeps the task that waits alive', async () => {
    const limits = { HeartbeatSeconds: 7, TimeoutSeconds: 100 };
    expect(await run(asked('sendTaskHeartbeat', {}, limits))).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
      seconds: 12,
    });
  });

  it('a task that waits no more cannot be answered', async () => {
    const caught = { TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Late' }] };
    const definition = asked('sendTaskSuccess', { Output: {} });
    const parallel = definition.States['Both'] as unknown as { Branches: { States: Record<string, object> }[] };
    Object.assign(parallel.Branches[0]!.States['Ask']!, { ...caught, End: undefined, Next: 'Late' });
    delete (parallel.Branches[0]!.States['Ask'] as { End?: unknown }).End;
    parallel.Branches[0]!.States['Late'] = { Type: 'Pass', End: true };
    expect(await run(definition)).toMatchObject({
      error: 'Sfn.TaskTimedOutException',
      cause: expect.stringMatching(/^Task Timed Out: .* \(Service: Sfn, Status Code: 400, Request ID: [-0-9a-f]+\)$/),
    });
  });

  it('breaking a limit of the API is an error of the call', async () => {
    expect(await run(asked('sendTaskFailure', { Error: 'x'.repeat(257) }))).toMatchObject({
      error: 'Sfn.SfnException',
      cause: expect.stringContaining("at 'error' failed to satisfy constraint"),
    });
    expect(await run(asked('sendTaskSuccess', {}))).toMatchObject({
      error: 'Sfn.SfnException',
      cause: expect.stringContaining("at 'output' failed to satisfy constraint: Member must not be null"),
    });
  });

  it('hands on tokens of others, and other tasks', async () => {
    const seen: string[] = [];
    const invoke = taskAnswers(new TaskTokens(), async ({ resource }) => {
      seen.push(resource);
      return null;
    });
    const tasks = [
      ['aws-sdk:sfn:sendTaskSuccess', { TaskToken: 'foreign', Output: {} }],
      ['aws-sdk:sfn:sendTaskSuccess', {}],
      ['aws-sdk:sfn:describeExecution', {}],
      ['sqs:sendMessage', {}],
    ] as const;
    for (const [resource, parameters] of tasks) {
      const definition = {
        StartAt: 'A',
        States: {
          A: {
            Type: 'Task',
            Resource: `arn:aws:states:::${resource}`,
            Parameters: parameters as JsonObject,
            End: true,
          },
        },
      } as const;
      await run(definition, invoke);
    }
    expect(seen).toHaveLength(4);
  });

  it('a mock goes before it', async () => {
    const result = await runStateMachine({
      definition: asked('sendTaskSuccess', { Output: {} }, { TimeoutSeconds: 9 }),
      mocks: { Ask: { Return: 1 }, Look: { Return: { token: 't' } }, Answer: { Return: 'mocked' } },
    });
    expect(result.output).toEqual([1, 'mocked']);
  });

  it('children of a distributed Map can be answered', async () => {
    const map = {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Each',
              States: {
                Each: {
                  Type: 'Map',
                  ItemsPath: '$.items',
                  ItemProcessor: {
                    ...{ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
                    StartAt: 'Ask',
                    States: {
                      Ask: {
                        Type: 'Task',
                        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
                        Parameters: { 'Token.$': '$$.Task.Token' },
                        End: true,
                      },
                    },
                  },
                  End: true,
                },
              },
            },
            (asked('sendTaskSuccess', { Output: 'true' }).States['Both'] as unknown as { Branches: object[] })
              .Branches[1],
          ],
          End: true,
        },
      },
    } as unknown as StateMachine;
    const clock = virtualClock();
    const execution = startExecution({ definition: map, input: { items: [1] }, invoke: queue(), clock });
    expect((await execution.finished).output).toBe('[[true],{}]');
  });

  it('executions of a service answer each other', async () => {
    const item = { TableName: 'Tokens', Key: { id: { S: 'the one' } } };
    const service = await LocalStepFunctions.open({
      clock: virtualClock(),
      invoke: memoryTables({ Tokens: 'id' }, async () => null),
    });
    const create = async (name: string, states: Record<string, object>) => {
      const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
      const roleArn = 'arn:aws:iam::123456789012:role/r';
      const { stateMachineArn } = (await service.call('CreateStateMachine', { name, definition, roleArn })) as {
        stateMachineArn: string;
      };
      return stateMachineArn;
    };
    const waiting = await create('waiting', {
      Wait: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
        Parameters: {
          ...item,
          UpdateExpression: 'SET task_token = :t',
          ExpressionAttributeValues: { ':t': { 'S.$': '$$.Task.Token' } },
        },
        End: true,
      },
    });
    const answering = await create('answering', {
      Get: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', Parameters: item, Next: 'Send' },
      Send: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
        Parameters: { 'TaskToken.$': '$.Item.task_token.S', Output: { from: 'another' } },
        End: true,
      },
    });
    const start = async (stateMachineArn: string) =>
      (await service.call('StartExecution', { stateMachineArn })) as { executionArn: string };
    const { executionArn } = await start(waiting);
    await start(answering);
    await expect
      .poll(() => service.call('DescribeExecution', { executionArn }))
      .toMatchObject({ status: 'SUCCEEDED', output: '{"from":"another"}' });
    await service.close();
  });
});
