import { ActivityQueues, queuedActivities, startExecution, TaskTokens, virtualClock } from 'tasker-sfn/local';
import { expect, test } from 'vitest';

const review = 'arn:aws:states:us-east-1:123456789012:activity:review';
const article = {
  StartAt: 'Review',
  States: { Review: { Type: 'Task', Resource: review, TimeoutSeconds: 3600, End: true } },
} as const;

test('an article waits over the night for its reviewer', async () => {
  const clock = virtualClock();
  const tokens = new TaskTokens();
  const queues = new ActivityQueues(clock);
  const invoke = queuedActivities(queues, async () => null);
  const execution = startExecution({ definition: article, input: { words: 900 }, clock, tokens, invoke });
  await clock.sleep(12 * 3_600_000);
  const task = await queues.getActivityTask(review, { workerName: 'Ada' });
  expect(task?.input).toBe('{"words":900}');
  tokens.sendTaskSuccess(task?.taskToken ?? '', '"good"');
  expect(await execution.finished).toMatchObject({ status: 'SUCCEEDED', output: '"good"' });
});
