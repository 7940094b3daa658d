import type { JsonValue } from '../../json.ts';
import type { Resource } from '../../states-language/resource.ts';
import type { TaskBeginning, TaskCall, PendingTask } from '../engine/task/task-invoker.ts';

/** Does the work of some tasks: those of one AWS service, of activities, or of mocked states. */
export interface Integration {
  /** Whether it does this task. */
  claims(task: PendingTask, resource: Resource): boolean;
  /** How the task begins. Without it, and where it answers undefined, at once. */
  begin?(task: PendingTask, resource: Resource): TaskBeginning | undefined;
  /** Does the task. Rejects as a `TaskInvoker` does. */
  perform(call: TaskCall, resource: Resource): Promise<JsonValue>;
}
