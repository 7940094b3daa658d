import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../../lib/states-language/types.ts';
import type { Clock, TaskCall, TaskInvoker } from '../../../lib/local/index.ts';
import { startExecution, StatesError, TaskTokens, virtualClock } from '../../../lib/local/index.ts';

const JOB = 'arn:aws:states:::batch:submitJob.sync';
const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:work';

const machine = (states: object) => ({ StartAt: Object.keys(states)[0], States: states }) as unknown as StateMachine;

/** A machine in which a job is stopped after ten seconds: it times out, or a branch beside it fails. */
const stops: readonly (readonly [string, (job: object) => StateMachine])[] = [
  [
    'a timeout',
    (job) =>
      machine({
        Job: { ...job, TimeoutSeconds: 10, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Wait' }], End: true },
        Wait: { Type: 'Wait', Seconds: 60, End: true },
      }),
  ],
  [
    'a failed branch',
    (job) =>
      machine({
        Both: {
          Type: 'Parallel',
          Branches: [
            machine({ Job: { ...job, End: true } }),
            machine({ Delay: { Type: 'Wait', Seconds: 10, Next: 'Fail' }, Fail: { Type: 'Fail', Error: 'No' } }),
          ],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Wait' }],
          End: true,
        },
        Wait: { Type: 'Wait', Seconds: 60, End: true },
      }),
  ],
];

/** Runs a machine whose job tells something 30 seconds after it began; what its telling threw, and the types of the events. */
async function run(definition: StateMachine, tell: (call: TaskCall) => void, begin?: TaskInvoker['begin']) {
  const clock: Clock = virtualClock();
  const thrown: unknown[] = [];
  const work: TaskInvoker = async (call) => {
    await clock.sleep(30_000);
    try {
      tell(call);
    } catch (error) {
      thrown.push(error);
    }
    return { JobId: 'j' };
  };
  const invoke = begin === undefined ? work : Object.assign(work, { begin });
  const execution = startExecution({ definition, input: {}, clock, invoke, tokens: new TaskTokens() });
  const { status } = await execution.finished;
  return { status, thrown, types: execution.history.map(({ type }) => type) };
}

describe('an answer that comes late', () => {
  it.each(stops)('is not told by the history: `submitted` after %s', async (_, definitionOf) => {
    const { status, thrown, types } = await run(definitionOf({ Type: 'Task', Resource: JOB }), (call) => {
      expect(call.signal.aborted).toBe(true);
      call.submitted({ JobId: 'j' });
    });
    expect([status, thrown]).toEqual(['SUCCEEDED', []]);
    expect(types).toContain('TaskStarted');
    expect(types.filter((type) => type === 'TaskSubmitted' || type === 'TaskSucceeded')).toEqual([]);
  });

  it('is not told by the history: `started` after a failed branch', async () => {
    const [, [, definitionOf]] = stops as [unknown, (typeof stops)[number]];
    const { status, thrown, types } = await run(
      definitionOf({ Type: 'Task', Resource: ACTIVITY }),
      (call) => {
        call.started('worker');
      },
      () => ({ kind: 'queued' }),
    );
    expect([status, thrown]).toEqual(['SUCCEEDED', []]);
    expect(types).toContain('ActivityScheduled');
    expect(types).not.toContain('ActivityStarted');
  });

  it('is not told by the history: a failure after a failed branch', async () => {
    const [, [, definitionOf]] = stops as [unknown, (typeof stops)[number]];
    const { status, types } = await run(definitionOf({ Type: 'Task', Resource: JOB }), () => {
      throw new StatesError('Late');
    });
    expect(status).toBe('SUCCEEDED');
    expect(types.filter((type) => type.startsWith('Task') && type.endsWith('Failed'))).toEqual([]);
  });
});
