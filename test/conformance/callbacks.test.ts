import { describe, expect, it } from 'vitest';
import { nestedExecutions, startExecution, StatesError, TaskTokens, virtualClock } from '../../lib/local/index.ts';
import type { TaskCall } from '../../lib/local/index.ts';
import { detailsOf, eventLine, machine } from './run-machine.ts';
import { Source } from './sources.ts';

const SQS = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

/** Runs a machine that waits for a token; `act` is told of each message as the receiver of a queue is. */
async function runCallback(
  more: object,
  act: (call: TaskCall, tokens: TaskTokens, attempt: number) => unknown,
  states: object = {},
) {
  const clock = virtualClock();
  const tokens = new TaskTokens();
  let attempt = 0;
  const execution = startExecution({
    definition: machine({
      Send: {
        Type: 'Task',
        Resource: SQS,
        Parameters: { MessageBody: { 'Token.$': '$$.Task.Token' } },
        ...more,
        End: true,
      },
      ...states,
    }),
    input: {},
    clock,
    tokens,
    invoke: async (call) => {
      // The receiver may be told to stop while it waits.
      Promise.resolve(act(call, tokens, attempt++)).catch((error: unknown) => {
        if (!call.signal.aborted) throw error;
      });
      return { MessageId: 'm' };
    },
  });
  const outcome = await execution.finished;
  return {
    outcome,
    events: execution.history.map(eventLine),
    history: execution.history,
    tokens,
    seconds: (outcome.stopDate - outcome.startDate) / 1000,
  };
}

describe('.waitForTaskToken', () => {
  const head = [
    '1<0 ExecutionStarted',
    '2<0 TaskStateEntered Send',
    '3<2 TaskScheduled',
    '4<3 TaskStarted',
    '5<4 TaskSubmitted',
  ];

  it(`SendTaskSuccess gives the result (${Source.recorded('test_callback.py test_sqs_wait_for_task_token')})`, async () => {
    const run = await runCallback({}, async (call, tokens) => {
      await call.clock.sleep(60_000);
      tokens.sendTaskSuccess(call.taskToken!, '{"approved":true}');
    });
    expect([run.outcome.output, run.seconds]).toEqual(['{"approved":true}', 60]);
    expect(run.events).toEqual([...head, '6<5 TaskSucceeded', '7<6 TaskStateExited Send', '8<7 ExecutionSucceeded']);
    expect(detailsOf(run.history[4])).toEqual({
      resource: 'sendMessage.waitForTaskToken',
      resourceType: 'sqs',
      output: '{"MessageId":"m"}',
      outputDetails: { truncated: false },
    });
  });

  it(`SendTaskFailure raises the error (${Source.recorded('test_callback.py test_sqs_failure_in_wait_for_task_token')})`, async () => {
    const run = await runCallback({}, ({ taskToken }, tokens) =>
      tokens.sendTaskFailure(taskToken!, 'Failure error', 'Failure cause'),
    );
    expect([run.outcome.error, run.outcome.cause]).toEqual(['Failure error', 'Failure cause']);
    expect(run.events).toEqual([...head, '6<5 TaskFailed', '7<6 ExecutionFailed']);
  });

  it(`a timeout (${Source.recorded('test_callback.py test_sqs_wait_for_task_token_timeout')})`, async () => {
    const run = await runCallback({ TimeoutSeconds: 5 }, () => undefined);
    expect([run.outcome.error, run.seconds]).toEqual(['States.Timeout', 5]);
    expect(run.events).toEqual([...head, '6<5 TaskTimedOut', '7<6 ExecutionFailed']);
  });

  it(`a missed heartbeat surfaces as States.Timeout (${Source.recorded('test_heartbeats.py test_heartbeat_timeout')})`, async () => {
    const run = await runCallback({ TimeoutSeconds: 600, HeartbeatSeconds: 5 }, () => undefined);
    expect([run.outcome.error, run.seconds]).toEqual(['States.Timeout', 5]);
    expect(run.events.at(-2)).toBe('6<5 TaskTimedOut');
    expect(detailsOf(run.history[2])).toMatchObject({ heartbeatInSeconds: 5, timeoutInSeconds: 600 });
  });

  it(`heartbeats keep a task alive and leave no event (${Source.recorded('test_callback.py test_multiple_heartbeat_notifications')})`, async () => {
    const run = await runCallback({ HeartbeatSeconds: 5 }, async (call, tokens) => {
      for (let beat = 0; beat < 6; beat += 1) {
        await call.clock.sleep(4_000);
        tokens.sendTaskHeartbeat(call.taskToken!);
      }
      tokens.sendTaskSuccess(call.taskToken!, '1');
    });
    expect([run.outcome.output, run.seconds, run.events.length]).toEqual(['1', 24, 8]);
  });

  it('heartbeats do not lengthen the timeout', async () => {
    const run = await runCallback({ TimeoutSeconds: 10, HeartbeatSeconds: 5 }, async (call, tokens) => {
      for (;;) {
        await call.clock.sleep(4_000, call.signal);
        tokens.sendTaskHeartbeat(call.taskToken!);
      }
    });
    expect(run.seconds).toBe(10);
  });

  it.each([
    ['States.HeartbeatTimeout', true],
    ['States.Timeout', true],
    ['States.TaskFailed', false],
    ['States.ALL', true],
  ])(`a missed heartbeat is caught by %s: %s (${Source.errors})`, async (name, expected) => {
    const run = await runCallback(
      { HeartbeatSeconds: 5, Catch: [{ ErrorEquals: [name], Next: 'Caught' }] },
      () => undefined,
      { Caught: { Type: 'Succeed' } },
    );
    expect(run.outcome.status).toBe(expected ? 'SUCCEEDED' : 'FAILED');
  });

  it('each attempt has a token of its own, and the old one is closed', async () => {
    const seen: string[] = [];
    const answers: string[] = [];
    const run = await runCallback(
      { TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['States.Timeout'] }] },
      ({ taskToken }, tokens, attempt) => {
        seen.push(taskToken!);
        if (attempt === 0) return;
        try {
          tokens.sendTaskSuccess(seen[0]!, '0');
        } catch (error) {
          answers.push((error as Error).name);
        }
        tokens.sendTaskSuccess(taskToken!, '1');
      },
    );
    expect(run.outcome.output).toBe('1');
    expect(new Set(seen).size).toBe(2);
    expect(answers).toEqual(['TaskTimedOut']);
  });

  it('a token answers once', async () => {
    const run = await runCallback({}, ({ taskToken }, tokens) => {
      tokens.sendTaskSuccess(taskToken!, '1');
      expect(() => tokens.sendTaskSuccess(taskToken!, '2')).toThrow(
        "Task Timed Out: 'Provided task does not exist anymore'",
      );
      expect(() => tokens.sendTaskHeartbeat(taskToken!)).toThrow(/Task Timed Out/);
    });
    expect(run.outcome.output).toBe('1');
  });

  it('refuses tokens that never were, and output that is no JSON', async () => {
    const run = await runCallback({}, ({ taskToken }, tokens) => {
      expect(() => tokens.sendTaskFailure('nonsense')).toThrow("Invalid Token: 'Invalid token'");
      expect(() => tokens.sendTaskSuccess(taskToken!, '{')).toThrow(/Invalid Output/);
      tokens.sendTaskSuccess(taskToken!, 'null');
    });
    expect(run.outcome.output).toBe('null');
  });

  it('the token is in $$ only where a task waits for one', async () => {
    const execution = startExecution({
      definition: machine({
        T: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage',
          Parameters: { 't.$': '$$.Task.Token' },
          End: true,
        },
      }),
      input: {},
      clock: virtualClock(),
      invoke: async () => null,
    });
    expect((await execution.finished).error).toBe('States.Runtime');
  });

  it('a request that fails is TaskSubmitFailed', async () => {
    const execution = startExecution({
      definition: machine({ T: { Type: 'Task', Resource: SQS, End: true } }),
      input: {},
      clock: virtualClock(),
      invoke: async () => Promise.reject(new StatesError('SQS.QueueDoesNotExistException', 'no queue')),
    });
    await execution.finished;
    expect(execution.history.map(eventLine)[4]).toBe('5<4 TaskSubmitFailed');
  });
});

describe('nested executions', () => {
  const child = (state: object) => machine({ Child: { ...state } });
  const run = async (suffix: string, state: object, parameters: object = {}, more: object = {}) => {
    const clock = virtualClock();
    const children: { name?: string | undefined; input: unknown; stopped: () => Promise<string> }[] = [];
    const invoke = nestedExecutions(
      ({ stateMachineArn, input, name }) => {
        if (!stateMachineArn.endsWith(':Child')) return undefined;
        const execution = startExecution({
          definition: child(state),
          input,
          clock,
          name: name ?? 'child',
          stateMachineName: 'Child',
          invoke: async () => new Promise(() => {}),
        });
        children.push({ name, input, stopped: async () => (await execution.finished).status });
        return execution;
      },
      async () => 'other',
    );
    const execution = startExecution({
      definition: machine({
        T: {
          Type: 'Task',
          Resource: `arn:aws:states:::states:startExecution${suffix}`,
          Parameters: {
            StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Child',
            Input: { Hello: 'World' },
            ...parameters,
          },
          ...more,
          End: true,
        },
      }),
      input: {},
      clock,
      invoke,
    });
    const outcome = await execution.finished;
    return {
      outcome,
      children,
      events: execution.history.map(eventLine),
      output: JSON.parse(outcome.output ?? 'null'),
    };
  };
  const done = { Type: 'Pass', Result: { Arg1: 'argument1' }, End: true };
  const arn = 'arn:aws:states:us-east-1:123456789012:execution:Child:child';

  it(`startExecution answers at once (${Source.recorded('test_sfn_task_service.py test_start_execution')})`, async () => {
    const { output, children, events } = await run('', { Type: 'Wait', Seconds: 100, End: true });
    expect(output).toMatchObject({ ExecutionArn: arn, SdkHttpMetadata: { HttpStatusCode: 200 } });
    expect(Object.keys(output).sort()).toEqual(['ExecutionArn', 'SdkHttpMetadata', 'SdkResponseMetadata', 'StartDate']);
    expect(children[0]!.input).toEqual({ Hello: 'World' });
    expect(events.filter((event) => event.includes('Submitted'))).toEqual([]);
  });

  it(`.sync waits, and gives the output as text (${Source.recorded('test_callback.py test_start_execution_sync')})`, async () => {
    const { output, events } = await run('.sync', done);
    expect(output).toMatchObject({
      ExecutionArn: arn,
      Input: '{"Hello":"World"}',
      InputDetails: { Included: true },
      Name: 'child',
      Output: '{"Arg1":"argument1"}',
      OutputDetails: { Included: true },
      StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Child',
      Status: 'SUCCEEDED',
    });
    expect(events).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered T',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSubmitted',
      '6<5 TaskSucceeded',
      '7<6 TaskStateExited T',
      '8<7 ExecutionSucceeded',
    ]);
  });

  it(`.sync:2 gives the output as JSON (${Source.recorded('test_callback.py test_start_execution_sync2')})`, async () => {
    const { output } = await run('.sync:2', done);
    expect(output).toMatchObject({ Input: { Hello: 'World' }, Output: { Arg1: 'argument1' } });
  });

  it(`a child that fails raises States.TaskFailed with its description (${Source.recorded('test_callback.py test_start_execution_sync_delegate_failure')})`, async () => {
    const { outcome } = await run('.sync', { Type: 'Fail', Error: 'SomeFailure', Cause: 'why' });
    expect(outcome.error).toBe('States.TaskFailed');
    expect(JSON.parse(outcome.cause!)).toMatchObject({
      Cause: 'why',
      Error: 'SomeFailure',
      Status: 'FAILED',
      Input: '{"Hello":"World"}',
    });
  });

  it(`a timeout inside of the child reaches the parent as States.TaskFailed (${Source.recorded('test_callback.py test_start_execution_sync_delegate_timeout')})`, async () => {
    const { outcome } = await run('.sync', {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      TimeoutSeconds: 5,
      End: true,
    });
    expect(outcome.error).toBe('States.TaskFailed');
    expect(JSON.parse(outcome.cause!)).toMatchObject({ Error: 'States.Timeout', Status: 'FAILED' });
    expect(JSON.parse(outcome.cause!)).not.toHaveProperty('Cause');
  });

  it.each([
    [{ Input: undefined }, {}],
    [{ Input: null }, {}],
    [{ Input: '{"a":1}' }, { a: 1 }],
    [{ Input: [1] }, [1]],
    [{ Name: 'mine' }, { Hello: 'World' }],
  ])('%j', async (parameters, input) => {
    const { children } = await run('', done, parameters);
    expect(children[0]!.input).toEqual(input);
    if ('Name' in parameters) expect(children[0]!.name).toBe('mine');
  });

  it('a machine that does not exist', async () => {
    const { outcome } = await run('', done, {
      StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Nope',
    });
    expect(outcome.error).toBe('StepFunctions.StateMachineDoesNotExistException');
    expect(outcome.cause).toMatch(
      /^State Machine Does Not Exist: 'arn:.*:Nope' \(Service: AWSStepFunctions; Status Code: 400; /,
    );
  });

  it('a parent that gives up stops its child', async () => {
    const { outcome, children } = await run(
      '.sync',
      { Type: 'Wait', Seconds: 100, End: true },
      {},
      { TimeoutSeconds: 5 },
    );
    expect([outcome.error, await children[0]!.stopped()]).toEqual(['States.Timeout', 'ABORTED']);
  });
});
