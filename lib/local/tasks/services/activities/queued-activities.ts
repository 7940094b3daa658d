import type { TaskInvoker } from '../../../engine/task/task-invoker.ts';
import { integrate } from '../../integrate.ts';
import type { Integration } from '../../integration.ts';
import type { ActivityQueues } from './activity-queues.ts';

/**
 * Puts the tasks of activities into queues, for workers to take; other resources go on to `invoke`. A worker answers with the
 * task's token. The execution fails where an activity does not exist; without `exists`, all do.
 *
 * @example
 * ```ts
 * import { ActivityQueues, queuedActivities, startExecution, TaskTokens, virtualClock } from 'tasker-sfn/local';
 *
 * const review = 'arn:aws:states:us-east-1:123456789012:activity:review';
 * const clock = virtualClock();
 * const tokens = new TaskTokens();
 * const queues = new ActivityQueues(clock);
 * const { finished } = startExecution({
 *   definition: { StartAt: 'Review', States: { Review: { Type: 'Task', Resource: review, End: true } } },
 *   input: { text: 'Draft' },
 *   invoke: queuedActivities(queues, async () => null),
 *   tokens,
 *   clock,
 * });
 * const task = await queues.getActivityTask(review, { workerName: 'Ada' }); // { taskToken, input: '{"text":"Draft"}' }
 * if (task !== undefined) tokens.sendTaskSuccess(task.taskToken, '{"approved":true}');
 * await finished;
 * ```
 */
export function queuedActivities(
  queues: ActivityQueues,
  invoke: TaskInvoker,
  exists: (activityArn: string) => boolean = () => true,
): TaskInvoker {
  return integrate([activityTasks(queues, exists)], invoke);
}

/** Puts the tasks of activities into queues. */
export function activityTasks(queues: ActivityQueues, exists: (activityArn: string) => boolean): Integration {
  return {
    claims: (_, { kind }) => kind === 'activity',
    begin: ({ resource }) =>
      exists(resource) ? { kind: 'queued' } : { kind: 'impossible', cause: `The activity ${resource} does not exist.` },
    async perform({ resource, text, taskToken, started, signal }) {
      if (taskToken === undefined) {
        throw new Error(`The task of ${resource} has no token: its invoker hides how it begins.`);
      }
      queues.add(resource, { task: { taskToken, input: text }, started, signal });
      // The result comes with the token.
      return null;
    },
  };
}
