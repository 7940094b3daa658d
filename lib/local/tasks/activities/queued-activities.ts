import { parseResource } from '../../../states-language/resource.ts';
import type { TaskInvoker } from '../../engine/task/task-invoker.ts';
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
  const run: TaskInvoker = async (call) => {
    const { resource, parameters, taskToken, started, signal } = call;
    if (!isActivity(resource)) return invoke(call);
    if (taskToken === undefined)
      throw new Error(`The task of ${resource} has no token: its invoker hides how it begins.`);
    queues.add(resource, { task: { taskToken, input: JSON.stringify(parameters) }, started, signal });
    // The result comes with the token.
    return null;
  };
  return Object.assign(run, {
    begin: ((task) => {
      const { resource } = task;
      if (!isActivity(resource)) return invoke.begin?.(task);
      if (exists(resource)) return { kind: 'queued' };
      return { kind: 'impossible', cause: `The activity ${resource} does not exist.` };
    }) satisfies TaskInvoker['begin'],
  });
}

function isActivity(resource: string): boolean {
  return parseResource(resource)?.kind === 'activity';
}
