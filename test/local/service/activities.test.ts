import { describe, expect, it, vi } from 'vitest';
import {
  LocalStepFunctions,
  parseMockConfig,
  realClock,
  serveStepFunctions,
  StatesError,
  virtualClock,
  type LocalStepFunctionsOptions,
  type TaskBeginning,
  type TaskInvoker,
} from '../../../lib/local/index.ts';
import { ended, hang, refusal, roleArn, serveLocally, sfnAt, type Served } from '../../support/serve-locally.ts';

const place = 'arn:aws:states:us-east-1:123456789012';
const arn = `${place}:activity:review`;
const machineArn = `${place}:stateMachine:orders`;

/** Serves the activity and a machine that has one task for it. */
async function serve(options: Partial<LocalStepFunctionsOptions> = {}, more: object = {}): Promise<Served> {
  const served = await serveLocally(options);
  await served.sfn.createActivity({ name: 'review' });
  const state = { Type: 'Task', Resource: arn, End: true, ...more };
  const definition = JSON.stringify({ StartAt: 'Review', States: { Review: state } });
  await served.sfn.createStateMachine({ name: 'orders', definition, roleArn });
  return served;
}

/** The same in real time, with what workers that poll are answered. */
async function serveAndWatch() {
  const service = await LocalStepFunctions.open({ invoke: hang, clock: realClock() });
  const server = await serveStepFunctions(service, { port: 0 });
  const sfn = sfnAt(server.url);
  await sfn.createActivity({ name: 'review' });
  const definition = JSON.stringify({ StartAt: 'R', States: { R: { Type: 'Task', Resource: arn, End: true } } });
  await sfn.createStateMachine({ name: 'orders', definition, roleArn });
  const call = vi.spyOn(service, 'call');
  return {
    sfn,
    polls: () =>
      call.mock.results.filter((_, at) => call.mock.calls[at]?.[0] === 'GetActivityTask').map(({ value }) => value),
    close: async () => {
      await server.close();
      await service.close();
      sfn.destroy();
    },
  };
}

/** An answer, or an event, without one of its members. */
function without<T extends object>(answer: T, member: keyof T & string): T {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== member)) as T;
}

async function historyOf({ sfn }: Served, executionArn: string | undefined) {
  const { events = [] } = await sfn.getExecutionHistory({ executionArn });
  return events.map((event) => without(event, 'timestamp'));
}

describe('CreateActivity, DescribeActivity, DeleteActivity', () => {
  // Recorded from AWS: localstack/localstack test_sfn_api_activities.py.
  it('make, tell of, and delete an activity', async () => {
    const { sfn } = await serveLocally();
    const created = await sfn.createActivity({ name: 'review' });
    expect(created).toMatchObject({ activityArn: arn, creationDate: new Date('2025-01-01T00:00:00Z') });
    const again = await sfn.createActivity({ name: 'review', tags: [{ key: 'a', value: 'b' }] });
    expect([again.activityArn, again.creationDate]).toEqual([created.activityArn, created.creationDate]);
    expect((await sfn.listTagsForResource({ resourceArn: arn })).tags).toEqual([]);
    const described = await sfn.describeActivity({ activityArn: arn });
    expect(without(described, '$metadata')).toEqual({
      activityArn: arn,
      name: 'review',
      creationDate: created.creationDate,
    });
    await sfn.deleteActivity({ activityArn: arn });
    await sfn.deleteActivity({ activityArn: arn });
    const gone = { name: 'ActivityDoesNotExist', message: `Activity Does Not Exist: '${arn}'`, status: 400 };
    expect(await refusal(sfn.describeActivity({ activityArn: arn }))).toEqual(gone);
    expect(await refusal(sfn.getActivityTask({ activityArn: arn }))).toEqual(gone);
  });

  it.each(['a b', 'a<b', 'a{b', 'a[b', 'a?b', 'a*b', 'a"b', 'a#b', 'a%b', 'a\\b', 'a^b', 'a|b', 'a~b', 'a`b', 'a$b'])(
    'refuses the name %s',
    async (name) => {
      const { sfn } = await serveLocally();
      expect(await refusal(sfn.createActivity({ name }))).toEqual({
        name: 'InvalidName',
        message: `Invalid Name: '${name}'`,
        status: 400,
      });
    },
  );

  it('refuses names that are too long, and takes dots', async () => {
    const { sfn } = await serveLocally();
    expect((await refusal(sfn.createActivity({ name: 'a'.repeat(81) }))).name).toBe('ValidationException');
    expect((await sfn.createActivity({ name: `${'a'.repeat(78)}.b` })).activityArn).toMatch(/a\.b$/);
  });

  it.each([
    ['no_an_activity_arn', "Invalid Arn: 'Invalid ARN prefix: no_an_activity_arn'"],
    [machineArn, "Invalid Arn: 'Resource type not valid in this context: stateMachine'"],
    [`${arn}:1`, "Invalid Arn: 'Invalid resource ID'"],
  ])('refuse the ARN %s', async (activityArn, message) => {
    const { sfn } = await serveLocally();
    for (const call of [
      sfn.describeActivity({ activityArn }),
      sfn.deleteActivity({ activityArn }),
      sfn.getActivityTask({ activityArn }),
    ]) {
      expect(await refusal(call)).toEqual({ name: 'InvalidArn', message, status: 400 });
    }
  });

  it('keep the encryption, which cannot be changed', async () => {
    const { sfn } = await serveLocally();
    const encryptionConfiguration = { type: 'AWS_OWNED_KEY' } as const;
    await sfn.createActivity({ name: 'review', encryptionConfiguration });
    expect((await sfn.describeActivity({ activityArn: arn })).encryptionConfiguration).toEqual(encryptionConfiguration);
    expect((await refusal(sfn.createActivity({ name: 'review' }))).name).toBe('ActivityAlreadyExists');
  });
});

describe('ListActivities', () => {
  it('lists by name, page by page', async () => {
    const { sfn } = await serveLocally();
    for (const name of ['c', 'a', 'b']) await sfn.createActivity({ name });
    const first = await sfn.listActivities({ maxResults: 2 });
    expect(first.activities?.map(({ name, activityArn }) => [name, activityArn])).toEqual([
      ['a', `${place}:activity:a`],
      ['b', `${place}:activity:b`],
    ]);
    const second = await sfn.listActivities({ maxResults: 2, nextToken: first.nextToken });
    expect(second.activities?.map(({ name }) => name)).toEqual(['c']);
    expect(second.nextToken).toBeUndefined();
    expect((await refusal(sfn.listActivities({ nextToken: 'x' }))).name).toBe('InvalidToken');
  });
});

describe('tags of activities', () => {
  it('are set, removed and listed', async () => {
    const { sfn } = await serveLocally();
    await sfn.createActivity({ name: 'review', tags: [{ key: 'a', value: '1' }] });
    await sfn.tagResource({ resourceArn: arn, tags: [{ key: 'b', value: '2' }] });
    await sfn.untagResource({ resourceArn: arn, tagKeys: ['a'] });
    expect((await sfn.listTagsForResource({ resourceArn: arn })).tags).toEqual([{ key: 'b', value: '2' }]);
    expect((await refusal(sfn.listTagsForResource({ resourceArn: `${arn}2` }))).name).toBe('ResourceNotFound');
  });
});

describe('a worker that polls', () => {
  it('does the tasks of executions, in real time', async () => {
    const served = await serve({ clock: realClock() });
    const { sfn } = served;
    // It waits before there is anything to do.
    const worker = (async () => {
      for (let done = 0; done < 3;) {
        const { taskToken, input } = await sfn.getActivityTask({ activityArn: arn, workerName: 'Ada' });
        if (taskToken === undefined) continue;
        await sfn.sendTaskHeartbeat({ taskToken });
        await sfn.sendTaskSuccess({ taskToken, output: JSON.stringify({ seen: JSON.parse(input ?? '') }) });
        done += 1;
      }
    })();
    const executions = await Promise.all(
      [1, 2, 3].map((n) => sfn.startExecution({ stateMachineArn: machineArn, input: `{"n":${n}}` })),
    );
    await worker;
    const outputs = await Promise.all(executions.map(async (each) => (await ended(sfn, each.executionArn)).output));
    expect(outputs).toEqual(['{"seen":{"n":1}}', '{"seen":{"n":2}}', '{"seen":{"n":3}}']);
    expect(await historyOf(served, executions[0]?.executionArn)).toEqual([
      {
        id: 1,
        previousEventId: 0,
        type: 'ExecutionStarted',
        executionStartedEventDetails: { input: '{"n":1}', inputDetails: { truncated: false }, roleArn },
      },
      {
        id: 2,
        previousEventId: 0,
        type: 'TaskStateEntered',
        stateEnteredEventDetails: { name: 'Review', input: '{"n":1}', inputDetails: { truncated: false } },
      },
      {
        id: 3,
        previousEventId: 2,
        type: 'ActivityScheduled',
        activityScheduledEventDetails: { resource: arn, input: '{"n":1}', inputDetails: { truncated: false } },
      },
      { id: 4, previousEventId: 3, type: 'ActivityStarted', activityStartedEventDetails: { workerName: 'Ada' } },
      {
        id: 5,
        previousEventId: 4,
        type: 'ActivitySucceeded',
        activitySucceededEventDetails: { output: '{"seen":{"n":1}}', outputDetails: { truncated: false } },
      },
      {
        id: 6,
        previousEventId: 5,
        type: 'TaskStateExited',
        stateExitedEventDetails: {
          name: 'Review',
          output: '{"seen":{"n":1}}',
          outputDetails: { truncated: false },
        },
      },
      {
        id: 7,
        previousEventId: 6,
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output: '{"seen":{"n":1}}', outputDetails: { truncated: false } },
      },
    ]);
  });

  it('has wall time for its work in virtual time', async () => {
    const served = await serve({}, { TimeoutSeconds: 300, HeartbeatSeconds: 60 });
    const { executionArn } = await served.sfn.startExecution({ stateMachineArn: machineArn });
    const { taskToken } = await served.sfn.getActivityTask({ activityArn: arn });
    // A clock that jumps would have come to the missed heartbeat by then.
    for (let call = 0; call < 5; call += 1) await served.sfn.listActivities({});
    await served.sfn.sendTaskFailure({ taskToken, error: 'Rejected', cause: 'no' });
    expect(await ended(served.sfn, executionArn)).toMatchObject({ status: 'FAILED', error: 'Rejected', cause: 'no' });
    expect((await historyOf(served, executionArn)).slice(3, 5)).toEqual([
      { id: 4, previousEventId: 3, type: 'ActivityStarted', activityStartedEventDetails: {} },
      {
        id: 5,
        previousEventId: 4,
        type: 'ActivityFailed',
        activityFailedEventDetails: { error: 'Rejected', cause: 'no' },
      },
    ]);
    // Time jumps again.
    await served.sfn.getActivityTask({ activityArn: arn });
  });

  it('gets an empty answer after a minute of the clock', async () => {
    const clock = virtualClock();
    const { sfn } = await serve({ clock });
    const start = clock.now();
    const answer = await sfn.getActivityTask({ activityArn: arn });
    expect([without(answer, '$metadata'), clock.now() - start]).toEqual([{}, 60_000]);
    const scaled = await serve({ clock: realClock({ scale: 6000 }) });
    expect((await scaled.sfn.getActivityTask({ activityArn: arn })).taskToken).toBeUndefined();
  });

  it('is in the same process, in virtual time', async () => {
    const clock = virtualClock();
    const service = await LocalStepFunctions.open({ invoke: hang, clock });
    await service.call('CreateActivity', { name: 'review' });
    const state = { Type: 'Task', Resource: arn, TimeoutSeconds: 3600, End: true };
    const definition = JSON.stringify({ StartAt: 'Review', States: { Review: state } });
    await service.call('CreateStateMachine', { name: 'orders', definition, roleArn });
    await service.call('StartExecution', { stateMachineArn: machineArn, name: 'one' });
    const task = (await service.call('GetActivityTask', { activityArn: arn })) as { readonly taskToken: string };
    await clock.sleep(3_599_000);
    await service.call('SendTaskSuccess', { taskToken: task.taskToken, output: '1' });
    await clock.sleep(0);
    const executionArn = `${place}:execution:orders:one`;
    expect(await service.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
    const waiting = service.call('GetActivityTask', { activityArn: arn });
    await service.close();
    expect(await waiting).toEqual({});
    expect(await service.call('GetActivityTask', { activityArn: arn })).toEqual({});
  });

  it('that hangs up takes no task', async () => {
    const { sfn, polls, close } = await serveAndWatch();
    const hangUp = new AbortController();
    const poll = sfn.getActivityTask({ activityArn: arn, workerName: 'gone' }, { abortSignal: hangUp.signal });
    await expect.poll(() => polls().length).toBe(1);
    hangUp.abort();
    await expect(poll).rejects.toThrow();
    expect(await polls()[0]).toEqual({});
    const { executionArn } = await sfn.startExecution({ stateMachineArn: machineArn });
    const { taskToken } = await sfn.getActivityTask({ activityArn: arn, workerName: 'here' });
    await sfn.sendTaskSuccess({ taskToken, output: '1' });
    expect((await ended(sfn, executionArn)).status).toBe('SUCCEEDED');
    const { events } = await sfn.getExecutionHistory({ executionArn });
    expect(events?.[3]?.activityStartedEventDetails).toEqual({ workerName: 'here' });
    await close();
  });

  it('is one of many that are sent away when the server closes', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const { sfn, polls, close } = await serveAndWatch();
    const answers = Array.from({ length: 20 }, () => sfn.getActivityTask({ activityArn: arn }));
    await expect.poll(() => polls().length).toBe(20);
    await close();
    expect((await Promise.all(answers)).map(({ taskToken }) => taskToken)).toEqual(Array(20).fill(undefined));
    process.off('warning', warned);
    expect(warned.mock.calls.map(([{ name }]) => name as string)).not.toContain('MaxListenersExceededWarning');
  });
});

describe('tasks of activities', () => {
  it('that do not exist end their execution', async () => {
    const served = await serve();
    await served.sfn.deleteActivity({ activityArn: arn });
    const { executionArn } = await served.sfn.startExecution({ stateMachineArn: machineArn });
    expect(await ended(served.sfn, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'Review' (entered at the event id #2). The activity ${arn} does not exist.`,
    });
    expect((await historyOf(served, executionArn)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'ExecutionFailed',
    ]);
  });

  it('leave the queue when their execution is stopped', async () => {
    const { sfn } = await serve();
    const { executionArn } = await sfn.startExecution({ stateMachineArn: machineArn });
    await sfn.stopExecution({ executionArn });
    expect((await sfn.getActivityTask({ activityArn: arn })).taskToken).toBeUndefined();
  });

  it('that a worker has taken are no more when their execution is stopped', async () => {
    const { sfn } = await serve();
    const { executionArn } = await sfn.startExecution({ stateMachineArn: machineArn });
    const { taskToken } = await sfn.getActivityTask({ activityArn: arn });
    await sfn.stopExecution({ executionArn });
    expect(await refusal(sfn.sendTaskSuccess({ taskToken, output: '1' }))).toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it('may be mocked', async () => {
    const mocks = parseMockConfig(
      JSON.stringify({
        StateMachines: { orders: { TestCases: { Approved: { Review: 'Yes' } } } },
        MockedResponses: { Yes: { '0': { Return: { approved: true } } } },
      }),
    );
    const served = await serve({ mocks });
    await served.sfn.deleteActivity({ activityArn: arn });
    const { executionArn } = await served.sfn.startExecution({ stateMachineArn: `${machineArn}#Approved` });
    expect((await ended(served.sfn, executionArn)).output).toBe('{"approved":true}');
    expect((await historyOf(served, executionArn))[3]?.type).toBe('ActivityStarted');
  });
});

describe('the history of tasks that do not begin', () => {
  const error = new StatesError('States.Permissions', 'No.');
  const told = { error: 'States.Permissions', cause: 'No.' };
  const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:f';
  const invokes = 'arn:aws:states:::lambda:invoke';
  it.each([
    [
      functionArn,
      'notScheduled',
      { type: 'LambdaFunctionScheduleFailed', lambdaFunctionScheduleFailedEventDetails: told },
    ],
    [functionArn, 'notStarted', { type: 'LambdaFunctionStartFailed', lambdaFunctionStartFailedEventDetails: told }],
    [
      invokes,
      'notStarted',
      { type: 'TaskStartFailed', taskStartFailedEventDetails: { ...told, resource: 'invoke', resourceType: 'lambda' } },
    ],
  ] as const)('%s, %s', async (Resource, kind, event) => {
    const begin = (): TaskBeginning => ({ kind, error });
    const invoke = Object.assign((async () => null) satisfies TaskInvoker, { begin });
    const served = await serve({ invoke }, { Resource, Credentials: { RoleArn: roleArn } });
    const { executionArn } = await served.sfn.startExecution({ stateMachineArn: machineArn });
    expect((await ended(served.sfn, executionArn)).error).toBe('States.Permissions');
    const events = await historyOf(served, executionArn);
    expect(events.at(-2)).toMatchObject(event);
    const scheduled = events[2]?.taskScheduledEventDetails ?? events[2]?.lambdaFunctionScheduledEventDetails;
    if (kind === 'notStarted') expect(scheduled?.taskCredentials).toEqual({ roleArn });
  });
});
