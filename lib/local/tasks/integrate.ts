import { parseResource } from '../../states-language/resource.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { FatalStatesError } from '../base/states-error.ts';
import type { TaskInvoker, PendingTask } from '../engine/task/task-invoker.ts';
import type { Integration } from './integration.ts';

/** Composes integrations: the first one that claims a task does it; tasks that none claims go on to `otherwise`. */
export function integrate(integrations: readonly Integration[], otherwise: TaskInvoker = refuse): TaskInvoker {
  const find = (task: PendingTask) => {
    const resource = parseResource(task.resource);
    const integration = resource && integrations.find((each) => each.claims(task, resource));
    return integration && { integration, resource };
  };
  const invoke: TaskInvoker = (call) => {
    const found = find(call);
    return found === undefined ? otherwise(call) : found.integration.perform(call, found.resource);
  };
  const begin: TaskInvoker['begin'] = (task) => {
    const found = find(task);
    return found === undefined ? otherwise.begin?.(task) : found.integration.begin?.(task, found.resource);
  };
  return Object.assign(invoke, { begin });
}

const refuse: TaskInvoker = async ({ resource }) => {
  throw new FatalStatesError(
    ErrorName.runtime,
    `The local service cannot call '${resource}'. A mock configuration can answer in its place.`,
  );
};
