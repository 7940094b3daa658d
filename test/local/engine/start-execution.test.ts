import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../../lib/states-language/types.ts';
import type { HistoryEvent } from '../../../lib/states-language/history.ts';
import { startExecution, StatesError, UnsupportedDefinitionError, virtualClock } from '../../../lib/local/index.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const machine = (states: object, more: object = {}) =>
  ({ StartAt: Object.keys(states)[0], States: states, ...more }) as unknown as StateMachine;
const done = machine({ S: { Type: 'Succeed' } });

describe('startExecution', () => {
  it('names the execution as it is told, or with a UUID of its seed', async () => {
    const start = (options: object) =>
      startExecution({ definition: done, input: {}, clock: virtualClock(), invoke: async () => null, ...options });
    expect(start({ name: 'n', stateMachineName: 'M' }).arn).toBe('arn:aws:states:us-east-1:123456789012:execution:M:n');
    expect(start({ seed: 1 }).arn).toMatch(/:execution:StateMachine:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]+$/);
    expect(start({ seed: 1 }).arn).toBe(start({ seed: 1 }).arn);
    expect(start({ seed: 1 }).arn).not.toBe(start({ seed: 2 }).arn);
  });

  it('tells of each event as it happens', async () => {
    const seen: HistoryEvent[] = [];
    const execution = startExecution({
      definition: done,
      input: {},
      clock: virtualClock(),
      invoke: async () => null,
      onEvent: (event) => seen.push(event),
    });
    expect(seen.map(({ type }) => type)).toEqual(['ExecutionStarted', 'SucceedStateEntered']);
    await execution.finished;
    expect(seen).toEqual(execution.history);
  });

  it('tells of the children of executions that it has started', async () => {
    const map = {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: { ...done, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      End: true,
    };
    const part = 'arn:aws:states:us-east-1:123456789012:stateMachine:part';
    const start = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: part, Input: { items: [1, 2] } },
      End: true,
    };
    const told: string[] = [];
    const runs: string[] = [];
    const execution = startExecution({
      definition: machine({ Start: start }),
      machines: new Map([[part, machine({ Each: map })]]),
      input: {},
      clock: virtualClock(),
      invoke: async () => null,
      onChildExecution: (child) => void told.push(child.arn),
      onMapRun: (_, by) => void runs.push(by),
    });
    expect((await execution.finished).status).toBe('SUCCEEDED');
    expect(told).toHaveLength(2);
    expect(runs).toEqual([expect.stringContaining(':execution:part:')]);
  });

  it('is the same for the same seed, and another for another', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: {
        [name]: {
          Type: 'Task',
          Resource: LAMBDA,
          Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxAttempts: 5 }],
          End: true,
        },
      },
    });
    const definition = machine({
      P: { Type: 'Parallel', Branches: ['A', 'B', 'C'].map(branch), Next: 'M' },
      M: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()', 'n.$': 'States.MathRandom(1, 1000000)' }, End: true },
    });
    const run = async (seed: number) => {
      const clock = virtualClock();
      const calls = new Map<string, number>();
      const execution = startExecution({
        definition,
        input: {},
        clock,
        seed,
        invoke: async ({ stateName }) => {
          const call = (calls.get(stateName) ?? 0) + 1;
          calls.set(stateName, call);
          await clock.sleep(stateName.charCodeAt(0) * call);
          if (call < 4) throw new StatesError('E');
          return call;
        },
      });
      await execution.finished;
      return JSON.stringify(execution.history);
    };
    expect(await run(7)).toBe(await run(7));
    expect(await run(7)).not.toBe(await run(8));
  });

  it('runs many executions on one clock', async () => {
    const clock = virtualClock();
    const definition = machine({ W: { Type: 'Wait', SecondsPath: '$', End: true } });
    const executions = Array.from({ length: 1_000 }, (_, index) =>
      startExecution({ definition, input: index % 50, clock, seed: index, invoke: async () => null }),
    );
    const outcomes = await Promise.all(executions.map(({ finished }) => finished));
    expect(
      outcomes.every(
        ({ status, startDate, stopDate }, index) =>
          status === 'SUCCEEDED' && stopDate - startDate === (index % 50) * 1000,
      ),
    ).toBe(true);
  });
});

describe('Execution.stop', () => {
  it('ends the execution where it is; its tasks are told', async () => {
    const clock = virtualClock();
    let aborted = false;
    const execution = startExecution({
      definition: machine({
        P: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'T', States: { T: { Type: 'Task', Resource: LAMBDA, End: true } } },
            { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 99, End: true } } },
          ],
          End: true,
        },
      }),
      input: {},
      clock,
      invoke: async ({ signal }) => {
        signal.addEventListener('abort', () => (aborted = true));
        return new Promise(() => {});
      },
    });
    await clock.sleep(5_000);
    execution.stop('Enough', 'by hand');
    const outcome = await execution.finished;
    expect(outcome).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
    expect(outcome.stopDate - outcome.startDate).toBe(5_000);
    expect(execution.history.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Enough', cause: 'by hand' },
    });
    expect(aborted).toBe(true);
    const { length } = execution.history;
    await clock.sleep(200_000);
    expect(execution.history).toHaveLength(length);
  });

  it('after the end does nothing', async () => {
    const execution = startExecution({ definition: done, input: {}, clock: virtualClock(), invoke: async () => null });
    await execution.finished;
    execution.stop();
    expect((await execution.finished).status).toBe('SUCCEEDED');
    expect(execution.history.at(-1)!.type).toBe('ExecutionSucceeded');
  });

  it('without an error leaves it out', async () => {
    const execution = startExecution({
      definition: machine({ W: { Type: 'Wait', Seconds: 9, End: true } }),
      input: {},
      clock: virtualClock(),
      invoke: async () => null,
    });
    execution.stop();
    expect(await execution.finished).not.toHaveProperty('error');
  });
});

describe('what the engine does not support is refused, never ignored', () => {
  it.each([
    [
      machine({ S: { Type: 'Succeed' } }, { QueryLanguage: 'JMESPath' }),
      /query language "JMESPath" \(at \/QueryLanguage\)/,
    ],
    [machine({ S: { Type: 'Succeed', QueryLanguage: 'jsonata' } }), /at \/States\/S\/QueryLanguage/],
    [
      machine({
        P: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'S', States: { S: { Type: 'Succeed', QueryLanguage: 'jsonata' } } }],
          End: true,
        },
      }),
      /at \/States\/P\/Branches\/0\/States\/S\/QueryLanguage/,
    ],
    [
      machine({
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'S', States: { S: { Type: 'Succeed', QueryLanguage: 'jsonata' } } },
          End: true,
        },
      }),
      /ItemProcessor/,
    ],
  ])('%j', (definition, message) => {
    const start = () => startExecution({ definition, input: {}, clock: virtualClock(), invoke: async () => null });
    expect(start).toThrow(UnsupportedDefinitionError);
    expect(start).toThrow(message);
  });

  it('JSONPath by name is fine', async () => {
    const definition = machine({ S: { Type: 'Succeed', QueryLanguage: 'JSONPath' } }, { QueryLanguage: 'JSONPath' });
    expect(
      (await startExecution({ definition, input: {}, clock: virtualClock(), invoke: async () => null }).finished)
        .status,
    ).toBe('SUCCEEDED');
  });
});
