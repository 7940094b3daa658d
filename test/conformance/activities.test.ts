import { describe, expect, it } from 'vitest';
import { ActivityQueues, queuedActivities, startExecution, TaskTokens, virtualClock } from '../../lib/local/index.ts';
import type { ActivityTask, Clock, StatesError } from '../../lib/local/index.ts';
import type { JsonValue } from '../../lib/json.ts';
import { detailsOf, eventLine, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const REVIEW = 'arn:aws:states:us-east-1:123456789012:activity:review';
const GUIDE = `${Source.guide}/concepts-activities.html`;
const recorded = (test: string) => Source.recorded(`test_activities.py ${test}`);

/** What a worker does with. */
interface Desk {
  readonly clock: Clock;
  readonly tokens: TaskTokens;
  readonly take: (workerName?: string) => Promise<ActivityTask | undefined>;
}

/** Runs a machine whose first state is done by the workers of an activity. */
async function runActivity(
  more: object,
  worker: (desk: Desk) => Promise<unknown>,
  states: object = {},
  { input = { Value1: 'Hello' }, whole = {} }: { readonly input?: JsonValue; readonly whole?: object } = {},
) {
  const clock = virtualClock();
  const tokens = new TaskTokens();
  const queues = new ActivityQueues(clock);
  const execution = startExecution({
    definition: machine({ Review: { Type: 'Task', Resource: REVIEW, End: true, ...more }, ...states }, whole),
    input,
    clock,
    tokens,
    invoke: queuedActivities(queues, async ({ parameters }) => parameters),
  });
  const working = worker({
    clock,
    tokens,
    take: (workerName) => queues.getActivityTask(REVIEW, { workerName }),
  });
  const outcome = await execution.finished;
  queues.close();
  await working;
  return {
    outcome,
    queues,
    tokens,
    events: execution.history.map(eventLine),
    details: (type: string) => detailsOf(execution.history.find((event) => event.type === type)),
    seconds: (outcome.stopDate - outcome.startDate) / 1000,
  };
}

/** A worker that answers the one task that it takes. */
const answers =
  (output: string, workerName?: string) =>
  async ({ take, tokens }: Desk) => {
    const task = await take(workerName);
    tokens.sendTaskSuccess(task!.taskToken, output);
  };
const idle = async () => undefined;
const head = ['1<0 ExecutionStarted', '2<0 TaskStateEntered Review', '3<2 ActivityScheduled'];

describe('activities: a worker', () => {
  it(`takes a task and answers it (${recorded('test_activity_task')})`, async () => {
    const run = await runActivity({}, answers('{"Value1":"Hello"}', 'BASE_ID_ACTIVITY_CONSUMER'));
    expect(run.outcome.output).toBe('{"Value1":"Hello"}');
    expect(run.events).toEqual([
      ...head,
      '4<3 ActivityStarted',
      '5<4 ActivitySucceeded',
      '6<5 TaskStateExited Review',
      '7<6 ExecutionSucceeded',
    ]);
    expect(run.details('ActivityScheduled')).toEqual({
      input: '{"Value1":"Hello"}',
      inputDetails: { truncated: false },
      resource: REVIEW,
    });
    expect(run.details('ActivityStarted')).toEqual({ workerName: 'BASE_ID_ACTIVITY_CONSUMER' });
    expect(run.details('ActivitySucceeded')).toEqual({
      output: '{"Value1":"Hello"}',
      outputDetails: { truncated: false },
    });
  });

  it(`may have no name (${recorded('test_activity_task_no_worker_name')})`, async () => {
    const run = await runActivity({}, answers('1'));
    expect(run.events[3]).toBe('4<3 ActivityStarted');
    expect(run.details('ActivityStarted')).toEqual({});
  });

  it(`fails a task (${recorded('test_activity_task_failure')})`, async () => {
    const run = await runActivity({}, async ({ take, tokens }) => {
      tokens.sendTaskFailure((await take())!.taskToken, 'Programmatic Error', 'because');
    });
    expect(run.events.slice(3)).toEqual(['4<3 ActivityStarted', '5<4 ActivityFailed', '6<5 ExecutionFailed']);
    expect(run.details('ActivityFailed')).toEqual({ error: 'Programmatic Error', cause: 'because' });
    expect(run.outcome).toMatchObject({ status: 'FAILED', error: 'Programmatic Error', cause: 'because' });
  });

  it(`may fail a task without a word (${Source.unknown})`, async () => {
    const run = await runActivity({}, async ({ take, tokens }) => {
      tokens.sendTaskFailure((await take())!.taskToken);
    });
    expect([run.events[4], run.details('ActivityFailed')]).toEqual(['5<4 ActivityFailed', {}]);
  });

  it(`gets the input of the state as text, and a token (${GUIDE})`, async () => {
    let task: ActivityTask | undefined;
    await runActivity({ InputPath: '$.Value1' }, async (desk) => {
      task = await desk.take();
      desk.tokens.sendTaskSuccess(task!.taskToken, 'null');
    });
    expect(task).toEqual({ taskToken: expect.stringMatching(/^\S{1,1024}$/), input: '"Hello"' });
  });

  it(`gets the Parameters (${GUIDE})`, async () => {
    const run = await runActivity({ Parameters: { 'a.$': '$.Value1', b: 1 } }, answers('1'));
    expect(run.details('ActivityScheduled')['input']).toBe('{"a":"Hello","b":1}');
  });

  it(`gets the Arguments of JSONata (${GUIDE})`, async () => {
    const more = { QueryLanguage: 'JSONata', Arguments: { a: '{% $states.input.Value1 & "!" %}' } };
    const run = await runActivity(more, answers('{"n":2}'));
    expect(run.details('ActivityScheduled')['input']).toBe('{"a":"Hello!"}');
    expect(run.outcome.output).toBe('{"n":2}');
  });

  it(`gives what ResultSelector, ResultPath and OutputPath see (${Source.spec})`, async () => {
    const more = { ResultSelector: { 'n.$': '$.got' }, ResultPath: '$.made' };
    const run = await runActivity(more, answers('{"got":3}'));
    expect(run.outcome.output).toBe('{"Value1":"Hello","made":{"n":3}}');
  });

  it(`that answers too much fails its task (${Source.errors})`, async () => {
    const run = await runActivity({}, answers(JSON.stringify('x'.repeat(262_144))));
    expect([run.outcome.error, run.events[4]]).toEqual(['States.DataLimitExceeded', '5<4 ActivityFailed']);
  });

  it(`cannot be told its token by the state: $$ has none (${Source.guide}/input-output-contextobject.html)`, async () => {
    const run = await runActivity({ Parameters: { 't.$': '$$.Task.Token' } }, idle);
    expect(run.outcome.error).toBe('States.Runtime');
    expect(run.outcome.cause).toContain("'$$.Task.Token'");
  });

  it(`that comes later finds the task (${GUIDE})`, async () => {
    const run = await runActivity({}, async (desk) => {
      await desk.clock.sleep(3_600_000);
      await answers('1')(desk);
    });
    expect([run.outcome.status, run.seconds]).toEqual(['SUCCEEDED', 3600]);
  });

  it(`that waits is given the task at once (${GUIDE})`, async () => {
    const run = await runActivity(
      { Type: 'Wait', Resource: undefined, Seconds: 50, End: undefined, Next: 'Work' },
      answers('1'),
      { Work: { Type: 'Task', Resource: REVIEW, End: true } },
    );
    expect([run.outcome.status, run.seconds]).toEqual(['SUCCEEDED', 50]);
  });

  it(`waits for a minute, and gets nothing (${Source.guide.replace('/dg', '')}/apireference/API_GetActivityTask.html)`, async () => {
    const clock = virtualClock();
    const start = clock.now();
    expect(await new ActivityQueues(clock).getActivityTask(REVIEW)).toBeUndefined();
    expect(clock.now() - start).toBe(60_000);
  });

  it(`that is one of several gets one task of several, in their order (${Source.unknown})`, async () => {
    const seen: [string, string][] = [];
    const work = (name: string) => async (desk: Desk) => {
      const task = await desk.take(name);
      seen.push([name, task!.input]);
      desk.tokens.sendTaskSuccess(task!.taskToken, task!.input);
    };
    const run = await runActivity(
      {
        Type: 'Map',
        Resource: undefined,
        ItemProcessor: { StartAt: 'T', States: { T: { Type: 'Task', Resource: REVIEW, End: true } } },
      },
      (desk) => Promise.all(['a', 'b', 'c'].map((name) => work(name)(desk))),
      {},
      { input: [1, 2, 3] },
    );
    expect(run.outcome.output).toBe('[1,2,3]');
    expect(seen).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ]);
  });

  it(`answers once; then the task is no more (${Source.recorded('test_callback.py test_sqs_wait_for_task_token_no_token_parameter')})`, async () => {
    await runActivity({}, async ({ take, tokens }) => {
      const { taskToken } = (await take())!;
      expect(() => tokens.sendTaskSuccess(taskToken, '{')).toThrow('Invalid Output');
      tokens.sendTaskHeartbeat(taskToken);
      tokens.sendTaskSuccess(taskToken, '1');
      expect(() => tokens.sendTaskSuccess(taskToken, '2')).toThrow(/Task Timed Out/);
      expect(() => tokens.sendTaskHeartbeat(taskToken)).toThrow(/Task Timed Out/);
    });
  });
});

describe('activities: time', () => {
  it(`the history names both limits (${recorded('test_activity_task_with_heartbeat')})`, async () => {
    const run = await runActivity({ TimeoutSeconds: 60, HeartbeatSeconds: 10 }, answers('1'));
    expect(run.details('ActivityScheduled')).toMatchObject({ timeoutInSeconds: 60, heartbeatInSeconds: 10 });
  });

  it(`a task that takes too long (${recorded('test_activity_task_start_timeout')})`, async () => {
    const run = await runActivity({ TimeoutSeconds: 5 }, ({ take }) => take('slow'));
    expect(run.events.slice(3)).toEqual(['4<3 ActivityStarted', '5<4 ActivityTimedOut', '6<5 ExecutionFailed']);
    expect(run.details('ActivityTimedOut')).toEqual({ error: 'States.Timeout' });
    expect([run.outcome.error, run.seconds]).toEqual(['States.Timeout', 5]);
  });

  it(`TimeoutSeconds counts from the start (${Source.guide}/state-task.html)`, async () => {
    const run = await runActivity({ TimeoutSeconds: 5 }, async ({ clock, take }) => {
      await clock.sleep(100_000);
      await take();
    });
    expect([run.outcome.error, run.seconds]).toEqual(['States.Timeout', 105]);
  });

  it(`only a timeout of the machine ends a task that no worker takes (${Source.guide}/troubleshooting-activities.html)`, async () => {
    const run = await runActivity(
      { TimeoutSeconds: 5, HeartbeatSeconds: 2 },
      idle,
      {},
      { whole: { TimeoutSeconds: 900 } },
    );
    expect([run.outcome.status, run.seconds]).toEqual(['TIMED_OUT', 900]);
    expect(run.events).toEqual([...head, '4<0 ExecutionTimedOut']);
  });

  it(`HeartbeatSeconds counts from the start (${Source.guide}/state-task.html)`, async () => {
    const run = await runActivity({ HeartbeatSeconds: 5, TimeoutSeconds: 600 }, async ({ clock, take }) => {
      await clock.sleep(100_000);
      await take();
    });
    expect([run.outcome.error, run.seconds]).toEqual(['States.Timeout', 105]);
    expect(run.events[4]).toBe('5<4 ActivityTimedOut');
  });

  it(`heartbeats keep a task alive and leave no event (${Source.guide}/concepts-activities.html)`, async () => {
    const run = await runActivity({ HeartbeatSeconds: 10 }, async ({ clock, take, tokens }) => {
      const { taskToken } = (await take())!;
      for (let beat = 0; beat < 5; beat += 1) {
        await clock.sleep(9_000);
        tokens.sendTaskHeartbeat(taskToken);
      }
      tokens.sendTaskSuccess(taskToken, '1');
    });
    expect([run.outcome.status, run.seconds, run.events.length]).toEqual(['SUCCEEDED', 45, 7]);
  });

  it(`a missed heartbeat is caught as States.HeartbeatTimeout (${Source.errors})`, async () => {
    const run = await runActivity(
      {
        HeartbeatSeconds: 5,
        Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught' }],
        End: undefined,
        Next: 'Caught',
      },
      ({ take }) => take(),
      { Caught: { Type: 'Succeed' } },
    );
    expect(run.outcome.output).toBe('{"Error":"States.Timeout","Cause":""}');
  });

  it(`limits by path (${Source.spec})`, async () => {
    const more = { TimeoutSecondsPath: '$.t', HeartbeatSecondsPath: '$.h' };
    const run = await runActivity(more, ({ take }) => take(), {}, { input: { t: 30, h: 3 } });
    expect([run.outcome.error, run.seconds]).toEqual(['States.Timeout', 3]);
    expect(run.details('ActivityScheduled')).toMatchObject({ timeoutInSeconds: 30, heartbeatInSeconds: 3 });
  });

  it(`an answer that comes too late is refused (${Source.guide.replace('/dg', '')}/apireference/API_SendTaskSuccess.html)`, async () => {
    let task: ActivityTask | undefined;
    const run = await runActivity({ TimeoutSeconds: 5 }, async ({ take }) => (task = await take()));
    expect(() => run.tokens.sendTaskSuccess(task!.taskToken, '1')).toThrow(/Task Timed Out/);
  });
});

describe('activities: retries and aborts', () => {
  it(`each try is a task of its own, with its own token (${Source.errors})`, async () => {
    const seen = new Set<string>();
    const run = await runActivity(
      { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 7 }] },
      async ({ take, tokens }) => {
        const first = (await take())!.taskToken;
        tokens.sendTaskFailure(first, 'Busy');
        const second = (await take())!.taskToken;
        seen.add(first).add(second);
        tokens.sendTaskSuccess(second, '1');
      },
    );
    expect([run.outcome.status, run.seconds, seen.size]).toEqual(['SUCCEEDED', 7, 2]);
    expect(run.events.slice(4, 8)).toEqual([
      '5<4 ActivityFailed',
      '6<5 ActivityScheduled',
      '7<6 ActivityStarted',
      '8<7 ActivitySucceeded',
    ]);
  });

  it(`a task of which nobody waits any more leaves the queue (${Source.unknown})`, async () => {
    const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
    const run = await runActivity(
      {
        Type: 'Parallel',
        Resource: undefined,
        Branches: [
          branch('Ask', { Type: 'Task', Resource: REVIEW, End: true }),
          branch('Wait', { Type: 'Wait', Seconds: 5, Next: 'Break' }),
        ].map((each, index) =>
          index === 1 ? { ...each, States: { ...each.States, Break: { Type: 'Fail', Error: 'Broken' } } } : each,
        ),
      },
      idle,
    );
    expect(run.outcome.error).toBe('Broken');
    expect(run.events.filter((event) => event.includes('Activity'))).toHaveLength(1);
    expect(await run.queues.getActivityTask(REVIEW)).toBeUndefined();
  });

  it(`the token of a task that was aborted is no more (${Source.guide}/state-parallel.html)`, async () => {
    let refused: StatesError | undefined;
    const run = await runActivity(
      {},
      async ({ clock, take, tokens }) => {
        const { taskToken } = (await take())!;
        await clock.sleep(20_000);
        try {
          tokens.sendTaskSuccess(taskToken, '1');
        } catch (error) {
          refused = error as StatesError;
        }
      },
      {},
      { whole: { TimeoutSeconds: 10 } },
    );
    expect(run.outcome.status).toBe('TIMED_OUT');
    expect(refused?.name).toBe('TaskTimedOut');
  });

  it(`a history without room for the start ends the execution, and the worker is not told (${Source.unknown})`, async () => {
    const pass = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
    const each = { Type: 'Map', Resource: undefined, ItemProcessor: pass, ResultPath: null, End: undefined };
    let task: ActivityTask | undefined;
    const run = await runActivity(
      { ...each, Next: 'Work' },
      async ({ take }) => (task = await take()),
      { Work: { Type: 'Task', Resource: REVIEW, End: true } },
      { input: Array(6248).fill(0) },
    );
    expect(run.events.slice(-2)).toEqual(['24999<24998 ActivityScheduled', '25000<24999 ExecutionFailed']);
    expect(() => run.tokens.sendTaskHeartbeat(task!.taskToken)).toThrow(/Task Timed Out/);
  });
});

describe('activities: one that does not exist', () => {
  const run = (more: object = {}) => {
    const clock = virtualClock();
    const nowhere = queuedActivities(
      new ActivityQueues(clock),
      async () => null,
      () => false,
    );
    return runMachine(
      machine({ ActivityTask: { Type: 'Task', Resource: REVIEW, End: true, ...more } }),
      {},
      {},
      { clock, invoke: nowhere },
    );
  };

  it(`ends the execution before anything is scheduled (${recorded('test_activity_task_on_deleted')})`, async () => {
    const { events, error, cause } = await run();
    expect(events).toEqual(['1<0 ExecutionStarted', '2<0 TaskStateEntered ActivityTask', '3<2 ExecutionFailed']);
    expect([error, cause]).toEqual([
      'States.Runtime',
      `An error occurred while executing the state 'ActivityTask' (entered at the event id #2). The activity ${REVIEW} does not exist.`,
    ]);
  });

  it(`cannot be caught or retried, as no States.Runtime can (${Source.errors})`, async () => {
    const all = ['States.ALL'];
    const { status } = await run({
      Retry: [{ ErrorEquals: all }],
      Catch: [{ ErrorEquals: all, Next: 'ActivityTask' }],
    });
    expect(status).toBe('FAILED');
  });
});

// How a function in place of a worker behaves is this engine's own matter.
describe('activities: an invoker in place of the workers', () => {
  const state = (more: object = {}) => machine({ Review: { Type: 'Task', Resource: REVIEW, ...more, End: true } });

  it('starts the task at once', async () => {
    const { events, output } = await runMachine(state(), {}, { Review: [{ result: 5, after: 9 }] });
    expect(output).toBe(5);
    expect(events.slice(2, 5)).toEqual(['3<2 ActivityScheduled', '4<3 ActivityStarted', '5<4 ActivitySucceeded']);
  });

  it('is held to the time limit', async () => {
    const { error, seconds } = await runMachine(state({ TimeoutSeconds: 4 }), {}, { Review: ['hang'] });
    expect([error, seconds]).toEqual(['States.Timeout', 4]);
  });

  it('fails the task', async () => {
    const { events, error } = await runMachine(state(), {}, { Review: [{ error: 'No' }] });
    expect([error, events[4]]).toEqual(['No', '5<4 ActivityFailed']);
  });
});
