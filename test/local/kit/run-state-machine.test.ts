import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../../lib/states-language/types.ts';
import { runStateMachine, StatesError } from '../../../lib/local/index.ts';

const task = (more: object = { End: true }) =>
  ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'work', 'Payload.$': '$' },
    ...more,
  }) as const;

const retried: StateMachine = {
  StartAt: 'Charge',
  States: {
    Charge: task({
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 3 }],
      Catch: [{ ErrorEquals: ['Declined'], Next: 'Apologise' }],
      Next: 'Ship',
    }),
    Ship: { Type: 'Pass', End: true },
    Apologise: { Type: 'Pass', Result: 'sorry', End: true },
  },
};
const busy = { Throw: { Error: 'Busy' } };

describe('runStateMachine', () => {
  it('tells path, attempts, times and calls', async () => {
    const run = await runStateMachine({
      definition: retried,
      input: { amount: 3 },
      mocks: { Charge: [busy, busy, { Return: { Payload: 'paid' }, After: 5 }] },
    });
    expect(run.status).toBe('SUCCEEDED');
    expect(run.output).toEqual({ Payload: 'paid' });
    expect(run.path).toEqual(['Charge', 'Ship']);
    expect(run.attempts('Charge')).toBe(3);
    expect(run.startedAt('Charge')).toBe(0);
    expect(run.endedAt('Charge')).toBe(35);
    expect(run.startedAt('Ship')).toBe(35);
    expect(run.seconds).toBe(35);
    expect(run.calls('Charge')).toEqual(Array(3).fill({ FunctionName: 'work', Payload: { amount: 3 } }));
    expect(run.attempts('Apologise')).toBe(0);
    expect(run.startedAt('Apologise')).toBeUndefined();
    expect(run.calls('Ship')).toEqual([]);
    expect(run.history.at(-1)?.type).toBe('ExecutionSucceeded');
  });

  it('takes members of the context object, at any depth, in both query languages and in child executions', async () => {
    const read = { 'n.$': '$$.Execution.Name', 'user.$': '$$.User.id', 'state.$': '$$.State.Name' };
    const states: StateMachine['States'] = {
      M: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'C',
          States: { C: { Type: 'Pass', Parameters: read, End: true } },
        },
        Next: 'J',
      },
      J: {
        Type: 'Pass',
        QueryLanguage: 'JSONata',
        Output: '{% [$states.input, $states.context.Execution.Name, $states.context.StateMachine.Name] %}',
        End: true,
      },
    };
    const { output } = await runStateMachine({
      definition: { StartAt: 'M', States: states },
      input: { items: [1] },
      context: { Execution: { Name: 'mine' }, User: { id: 7 } },
    });
    expect(output).toEqual([{ n: 'mine', user: 7, state: 'C' }, 'mine', 'StateMachine']);
  });

  it('takes a definition as text, one answer for all, and an error to catch', async () => {
    const run = await runStateMachine({
      definition: JSON.stringify(retried),
      mocks: { Charge: { Throw: { Error: 'Declined', Cause: 'no funds' } } },
    });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: 'sorry', path: ['Charge', 'Apologise'] });
  });

  it('tells how an execution failed', async () => {
    const run = await runStateMachine({ definition: retried, mocks: { Charge: busy } });
    expect(run).toMatchObject({ status: 'FAILED', output: undefined, error: 'Busy', path: ['Charge'] });
    expect(run.attempts('Charge')).toBe(4);
    expect(run.endedAt('Charge')).toBeUndefined();
  });

  it('mocks with a function of what the state sends', async () => {
    const run = await runStateMachine({
      definition: { StartAt: 'Do', States: { Do: task() } },
      input: 20,
      mocks: {
        Do: (parameters) => {
          const { Payload: payload } = parameters as { Payload: number };
          if (payload > 100) throw new StatesError('TooMuch');
          return { Payload: payload + 1 };
        },
      },
    });
    expect(run.output).toEqual({ Payload: 21 });
  });

  it('runs handlers, for all that is not mocked', async () => {
    const run = await runStateMachine({
      definition: {
        StartAt: 'One',
        States: { One: task({ ResultSelector: { 'a.$': '$.Payload' }, Next: 'Two' }), Two: task() },
      },
      input: 1,
      handlers: { work: async (event, { functionName }) => [event, functionName] },
      mocks: { Two: { Return: 'two' } },
    });
    expect(run.output).toBe('two');
    expect(run.calls('Two')).toEqual([{ FunctionName: 'work', Payload: { a: [1, 'work'] } }]);
  });

  it('keeps branches apart', async () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: task() } });
    const run = await runStateMachine({
      definition: {
        StartAt: 'Both',
        States: { Both: { Type: 'Parallel', Branches: [branch('Slow'), branch('Fast')], End: true } },
      },
      mocks: { Slow: { Return: 1, After: 20 }, Fast: { Return: 2, After: 10 } },
    });
    expect(run.output).toEqual([1, 2]);
    expect([run.endedAt('Fast'), run.endedAt('Slow'), run.endedAt('Both')]).toEqual([10, 20, 20]);
  });

  it('answers tasks that wait for a token', async () => {
    const run = await runStateMachine({
      definition: {
        StartAt: 'Ask',
        States: {
          Ask: {
            Type: 'Task',
            Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
            Parameters: {},
            End: true,
          },
        },
      },
      mocks: { Ask: { Return: { approved: true } } },
    });
    expect(run.output).toEqual({ approved: true });
  });

  it.each([
    [{}, 'The state "Charge" has neither a mock nor a handler.'],
    [{ mocks: { Charge: [busy] } }, 'The mock of the state "Charge" has no answer for invocation 2.'],
  ])('says what is missing', async (options, cause) => {
    const run = await runStateMachine({ definition: retried, ...options });
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(run.cause).toContain(cause);
  });

  it('repeats for a seed', async () => {
    const definition: StateMachine = {
      StartAt: 'Do',
      States: {
        Do: task({ Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, JitterStrategy: 'FULL' }], End: true }),
      },
    };
    const duration = async (seed: number) =>
      (await runStateMachine({ definition, seed, mocks: { Do: [busy, { Return: 1 }] } })).seconds;
    expect(await duration(7)).toBe(await duration(7));
    expect(await duration(7)).not.toBe(await duration(8));
  });
});
