import { runStateMachine } from 'tasker-sfn/local';
import { expect, test } from 'vitest';

const item = { TableName: 'Doors', Key: { door: { S: 'front' } } };
const guests = {
  StartAt: 'Evening',
  States: {
    Evening: {
      Type: 'Parallel',
      End: true,
      Branches: [
        {
          StartAt: 'WaitForBell',
          States: {
            WaitForBell: {
              Type: 'Task',
              Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
              Parameters: {
                ...item,
                UpdateExpression: 'SET waiting = :token',
                ExpressionAttributeValues: { ':token': { 'S.$': '$$.Task.Token' } },
              },
              End: true,
            },
          },
        },
        {
          StartAt: 'Travel',
          States: {
            Travel: { Type: 'Wait', Seconds: 1800, Next: 'Arrive' },
            Arrive: {
              Type: 'Task',
              Resource: 'arn:aws:states:::dynamodb:getItem',
              Parameters: item,
              Next: 'Ring',
            },
            Ring: {
              Type: 'Task',
              Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
              Parameters: { 'TaskToken.$': '$.Item.waiting.S', Output: { guests: 2 } },
              End: true,
            },
          },
        },
      ],
    },
  },
} as const;

test('somebody opens when the bell rings', async () => {
  const run = await runStateMachine({ definition: guests, tables: { Doors: 'door' } });
  expect(run.output).toEqual([{ guests: 2 }, {}]);
  expect(run.endedAt('WaitForBell')).toBe(1800);
});
