import { describe, expect, it, vi } from 'vitest';
import {
  ActivityQueues,
  queuedActivities,
  startExecution,
  virtualClock,
  type TaskInvoker,
} from '../../../../../lib/local/index.ts';

const arn = 'arn:aws:states:us-east-1:123456789012:activity:a';
const queued = (input: string, signal = new AbortController().signal) => ({
  task: { taskToken: `token-${input}`, input },
  started: vi.fn(),
  signal,
});

describe('ActivityQueues', () => {
  it('gives tasks and serves workers in their order, each activity for itself', async () => {
    const queues = new ActivityQueues(virtualClock());
    queues.add(arn, queued('1'));
    queues.add(arn, queued('2'));
    queues.add(`${arn}b`, queued('other'));
    expect((await queues.getActivityTask(arn))?.input).toBe('1');
    expect((await queues.getActivityTask(arn))?.input).toBe('2');
    const waiting = [queues.getActivityTask(arn), queues.getActivityTask(arn)];
    queues.add(arn, queued('3'));
    queues.add(arn, queued('4'));
    expect((await Promise.all(waiting)).map((task) => task?.input)).toEqual(['3', '4']);
    expect((await queues.getActivityTask(`${arn}b`))?.input).toBe('other');
  });

  it('tells who has taken a task', async () => {
    const queues = new ActivityQueues(virtualClock());
    const [first, second] = [queued('1'), queued('2')];
    queues.add(arn, first);
    await queues.getActivityTask(arn, { workerName: 'Ada' });
    const waiting = queues.getActivityTask(arn, { workerName: 'Bob' });
    queues.add(arn, second);
    await waiting;
    expect([first, second].map(({ started }) => started.mock.calls)).toEqual([[['Ada']], [['Bob']]]);
  });

  it('forgets a worker that does not wait any more', async () => {
    const queues = new ActivityQueues(virtualClock());
    const leaving = new AbortController();
    const gone = queues.getActivityTask(arn, { signal: leaving.signal });
    leaving.abort();
    expect(await gone).toBeUndefined();
    queues.add(arn, queued('1'));
    expect(await queues.getActivityTask(arn, { signal: leaving.signal })).toBeUndefined();
    expect((await queues.getActivityTask(arn))?.input).toBe('1');
  });

  it('forgets a worker whose minute is over', async () => {
    const clock = virtualClock();
    const queues = new ActivityQueues(clock);
    expect(await queues.getActivityTask(arn)).toBeUndefined();
    queues.add(arn, queued('1'));
    expect((await queues.getActivityTask(arn))?.input).toBe('1');
  });

  it('leaves no timer behind when a task comes', async () => {
    const clock = virtualClock();
    const queues = new ActivityQueues(clock);
    const waiting = queues.getActivityTask(arn);
    queues.add(arn, queued('1'));
    await waiting;
    const now = clock.now();
    await clock.sleep(1);
    expect(clock.now() - now).toBe(1);
  });

  it('sends workers away when it closes, and keeps none', async () => {
    const queues = new ActivityQueues(virtualClock());
    const waiting = queues.getActivityTask(arn);
    queues.close();
    expect(await waiting).toBeUndefined();
    expect(await queues.getActivityTask(arn)).toBeUndefined();
  });
});

describe('queuedActivities', () => {
  const run = async (invoke: TaskInvoker, resource: string) => {
    const state = { Type: 'Task', Resource: resource, End: true } as const;
    const definition = { StartAt: 'T', States: { T: state } };
    return startExecution({ definition, input: { FunctionName: 'f' }, invoke, clock: virtualClock() }).finished;
  };

  it('leaves other resources, and how they begin, to the invoker inside', async () => {
    const begin = vi.fn();
    const inner = Object.assign((async () => 'done') satisfies TaskInvoker, { begin });
    const invoke = queuedActivities(new ActivityQueues(virtualClock()), inner);
    expect((await run(invoke, 'arn:aws:states:::lambda:invoke')).output).toBe('"done"');
    expect(begin).toHaveBeenCalledOnce();
  });

  it('says what is wrong when it is wrapped so that nobody asks it how a task begins', async () => {
    const invoke = queuedActivities(new ActivityQueues(virtualClock()), async () => null);
    const outcome = await run((call) => invoke(call), arn);
    expect(outcome.error).toBe('States.Runtime');
    expect(outcome.cause).toContain(`The task of ${arn} has no token: its invoker hides how it begins.`);
  });
});
