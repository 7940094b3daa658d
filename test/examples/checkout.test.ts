import { runStateMachine } from 'tasker-sfn/local';
import { expect, test } from 'vitest';

const lambda = 'arn:aws:states:::lambda:invoke';
const checkout = {
  StartAt: 'Charge',
  States: {
    Charge: {
      Type: 'Task',
      Resource: lambda,
      Parameters: { FunctionName: 'charge', 'Payload.$': '$' },
      ResultPath: '$.charge',
      Retry: [{ ErrorEquals: ['BankIsClosed'], IntervalSeconds: 3600, MaxAttempts: 5 }],
      Catch: [{ ErrorEquals: ['CardDeclined'], ResultPath: '$.error', Next: 'TellCustomer' }],
      Next: 'Ship',
    },
    Ship: { Type: 'Task', Resource: lambda, Parameters: { FunctionName: 'ship' }, End: true },
    TellCustomer: { Type: 'Pass', End: true },
  },
} as const;

test('a closed bank is asked again, for hours if need be', async () => {
  const run = await runStateMachine({
    definition: checkout,
    input: { card: '4242' },
    mocks: {
      Charge: [
        { Throw: { Error: 'BankIsClosed' } },
        { Throw: { Error: 'BankIsClosed' } },
        { Return: { Payload: 'paid' }, After: 2 },
      ],
      Ship: { Return: { Payload: 'on its way' } },
    },
  });
  expect(run.status).toBe('SUCCEEDED');
  expect(run.path).toEqual(['Charge', 'Ship']);
  expect(run.attempts('Charge')).toBe(3);
  // One hour, then two, then two seconds of work. The test takes a few milliseconds.
  expect(run.startedAt('Ship')).toBe(3 * 3600 + 2);
});

test('a declined card is told to the customer', async () => {
  const run = await runStateMachine({
    definition: checkout,
    input: { card: 'stolen' },
    handlers: {
      charge: async (event) => {
        const { card } = event as { card: string };
        if (card === 'stolen') throw Object.assign(new Error('Not this one.'), { name: 'CardDeclined' });
        return 'paid';
      },
    },
  });
  expect(run.path).toEqual(['Charge', 'TellCustomer']);
  expect(run.calls('Charge')).toEqual([{ FunctionName: 'charge', Payload: { card: 'stolen' } }]);
  expect(run.output).toMatchObject({ error: { Error: 'CardDeclined' } });
});
