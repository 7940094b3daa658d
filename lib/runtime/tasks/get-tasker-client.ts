import {
  PREFIX_VARIABLE,
  readTemplateName,
  STARTS_TASKS_VARIABLE,
  TASKS_ENDPOINT_VARIABLE,
} from '../../contract/started-templates.ts';
import { stateMachineName } from '../../contract/state-machine-name.ts';
import type { DeployedTemplate, TaskerClientOptions } from '../../client/index.ts';
import { PermanentError } from '../errors.ts';
import type { TaskerClient } from '../tasker-package/client.ts';
import { loadTasks } from '../later/load-tasks.ts';
import { currentCall } from './current-call.ts';

/** A client lives as long as its process, and what it has read of state machines with it. */
const clients = new WeakMap<object, Promise<TaskerClient>>();
const ofProcess = {};

/**
 * The client with which a handler creates, follows and cancels tasks, of other templates too. Every call is a promise, where
 * Tasker's are synchronous: `await` serves both. The step's function may start tasks of the templates that `starts_tasks` in the step's
 * `initialization` names, or the prop `startsTasks` of its construct.
 *
 * A task that is created belongs to the step: tried again, the step finds the task that it has created. Give an `idempotencyKey`
 * where something else is to tell tasks apart.
 *
 * @throws PermanentError outside of a handler; from elsewhere, use `TaskerClient` of `tasker-sfn/client`
 *
 * @example
 * ```ts
 * import { defineHandler, getTaskerClient } from 'tasker-sfn/runtime';
 * export const Delegate = defineHandler('Support::Delegate', { inputs: { order: 'order' } }, async ({ order }) => {
 *   const client = await getTaskerClient();
 *   const task = await client.createTask({ namespace: 'payments', name: 'process_refund', context: { order } });
 *   const { status } = await client.waitForTask(task.task_uuid);
 *   return { task: task.task_uuid, status };
 * });
 * ```
 */
export async function getTaskerClient(): Promise<TaskerClient> {
  const current = currentCall();
  if (current === undefined) {
    throw new PermanentError(
      'getTaskerClient() works inside a handler. From elsewhere, use TaskerClient of "tasker-sfn/client".',
      'NOT_IN_A_STEP',
    );
  }
  const key = current.tasks ?? ofProcess;
  const known = clients.get(key);
  if (known !== undefined) return known;
  const made = loadTasks().then(({ makeStepClient }) =>
    makeStepClient({
      ...(current.tasks === undefined ? { connection: connectionOf(current.call.task.arn) } : { sfn: current.tasks }),
      prefix: process.env[PREFIX_VARIABLE] || undefined,
      templates: templatesOf(process.env[STARTS_TASKS_VARIABLE], current.call.task.arn),
    }),
  );
  clients.set(key, made);
  made.catch(() => clients.delete(key));
  return made;
}

/** Local runs name their service; on AWS the SDK finds out itself. */
function connectionOf(executionArn: string): TaskerClientOptions['connection'] {
  const endpoint = process.env[TASKS_ENDPOINT_VARIABLE];
  if (!endpoint) return {};
  const [, , , region] = executionArn.split(':');
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

/** The templates that a function may start, whose machines lie where its own does; undefined where nobody has said which. */
function templatesOf(list: string | undefined, executionArn: string): readonly DeployedTemplate[] | undefined {
  if (!list) return undefined;
  const [arn, partition, service, region, account] = executionArn.split(':');
  const place = [arn, partition, service, region, account, 'stateMachine'].join(':');
  const prefix = process.env[PREFIX_VARIABLE] || undefined;
  return list.split(',').flatMap((text) => {
    const identity = readTemplateName(text);
    if (identity === undefined) return [];
    return [{ ...identity, stateMachineArn: `${place}:${stateMachineName(identity, prefix)}` }];
  });
}
