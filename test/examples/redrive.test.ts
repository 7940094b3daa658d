import { redriveExecution, startExecution, StatesError, virtualClock } from 'tasker-sfn/local';
import { expect, test } from 'vitest';

const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } as const;
const order = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Pack', States: { Pack: task } },
        { StartAt: 'Pay', States: { Pay: task } },
      ],
      End: true,
    },
  },
} as const;

test('an order is packed once, though its payment is made at the second try', async () => {
  const done: string[] = [];
  let bankIsOpen = false;
  const invoke = async ({ stateName }: { stateName: string }) => {
    if (stateName === 'Pay' && !bankIsOpen) throw new StatesError('BankIsClosed');
    done.push(stateName);
    return null;
  };
  const options = { definition: order, invoke, clock: virtualClock() };
  const execution = startExecution({ ...options, input: {} });
  expect(await execution.finished).toMatchObject({ status: 'FAILED', error: 'BankIsClosed' });
  bankIsOpen = true;
  const redriven = redriveExecution(execution, options);
  expect(await redriven.finished).toMatchObject({ status: 'SUCCEEDED' });
  expect(done).toEqual(['Pack', 'Pay']);
});
