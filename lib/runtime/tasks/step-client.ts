import {
  TaskerClient as TaskClient,
  TaskerClientError as TaskError,
  type TaskerClientOptions,
  type StepAuditResponse as Audit,
  type StepResponse as Step,
  type TaskResponse as Task,
} from '../../client/index.ts';
import type { JsonObject } from '../../json.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { PermanentError } from '../errors.ts';
import { TaskerClientError, type TaskerClient } from '../tasker-package/client.ts';
import type {
  CreateTaskOptions,
  StepAuditResponse,
  StepResponse,
  TaskResponse,
} from '../tasker-package/client-types.ts';
import { currentCall } from './current-call.ts';

/** Tasker's client over the one of this package. */
export function makeStepClient(options: TaskerClientOptions): TaskerClient {
  const client = new TaskClient(options);
  return {
    createTask: (task) => translated(() => createTask(client, task)),
    getTask: (id) => translated(async () => taskOf(await client.getTask(id))),
    listTasks: ({ limit = 50, offset = 0, namespace, status } = {}) =>
      translated(async () => {
        if (offset % limit !== 0) {
          throw new PermanentError(
            `"offset" is ${offset}, but must be a multiple of "limit" (${limit}): tasks come in pages.`,
          );
        }
        const { tasks, pagination } = await client.listTasks({
          page: offset / limit + 1,
          per_page: limit,
          ...(namespace !== undefined && { namespace }),
          ...(status !== undefined && { status }),
        });
        const total = pagination.total_count;
        return {
          tasks: tasks.map(taskOf),
          pagination: { total, limit, offset, has_more: offset + tasks.length < total },
        };
      }),
    cancelTask: (id) => translated(async () => void (await client.cancelTask(id))),
    listTaskSteps: (id) => translated(async () => (await client.listTaskSteps(id)).map((step) => stepOf(step))),
    getStep: (id, step) => translated(async () => stepOf(await client.getStep(id, step))),
    getStepAuditHistory: (id, step) =>
      translated(async () => (await client.getStepAuditHistory(id, step)).map((record) => auditOf(record))),
    healthCheck: () =>
      client.health().then(
        () => ({ healthy: true }),
        () => ({ healthy: false }),
      ),
    waitForTask: (id, wait) => translated(async () => taskOf(await client.waitForTask(id, wait))),
  };
}

/**
 * Creates a task, or finds the one that an earlier run of the step has created: without a key of the handler's own a task is told
 * by the step, how often that had yielded, and which of its tasks it is.
 */
async function createTask(client: TaskClient, options: CreateTaskOptions): Promise<TaskResponse> {
  const { call, key } = nextTask();
  const { name, namespace, context, version, initiator, sourceSystem, reason, tags, priority } = options;
  const { correlationId, parentCorrelationId, idempotencyKey = key } = options;
  const ofCaller = call.task.request.correlation_id ?? call.task.id;
  try {
    const task = await client.createTask({
      name,
      ...(namespace !== undefined && { namespace }),
      ...(version !== undefined && { version }),
      context: (context ?? {}) as JsonObject,
      initiator: initiator ?? `${call.task.namespace}/${call.task.name}`,
      ...(sourceSystem !== undefined && { source_system: sourceSystem }),
      ...(reason !== undefined && { reason }),
      ...(tags !== undefined && { tags }),
      ...(priority !== undefined && { priority }),
      ...(correlationId !== undefined && { correlation_id: correlationId }),
      parent_correlation_id: parentCorrelationId ?? ofCaller,
      idempotency_key: idempotencyKey,
    });
    return taskOf(task);
  } catch (error) {
    const isOurs = options.idempotencyKey === undefined && error instanceof TaskError && error.taskId !== undefined;
    if (!isOurs) throw error;
    return taskOf(await client.getTask(error.taskId));
  }
}

/** The step that creates a task, and what tells the task apart. */
function nextTask(): { readonly call: StepCall; readonly key: string } {
  const current = currentCall();
  if (current === undefined) throw new PermanentError('A task is created by a handler that runs.', 'NOT_IN_A_STEP');
  const { call, yields } = current;
  current.created += 1;
  return { call, key: [call.task.arn, call.step.name, yields, current.created].join('/') };
}

function taskOf(task: Task): TaskResponse {
  return {
    ...task,
    tags: task.tags === null ? null : [...task.tags],
    steps: task.steps.map((step) => ({
      ...step,
      named_step_uuid: step.workflow_step_uuid,
      backoff_request_seconds: null,
    })),
  };
}

function stepOf(step: Step): StepResponse {
  return { ...step, results: step.results === null ? null : { ...step.results } };
}

/** What is null here is absent in Tasker. */
function auditOf(record: Audit): StepAuditResponse {
  const { correlation_id, execution_time_ms, result, ...rest } = record;
  return {
    ...rest,
    ...(correlation_id !== null && { correlation_id }),
    ...(execution_time_ms !== null && { execution_time_ms }),
    ...(result !== null && { result: { ...result } }),
  };
}

/** What fails is told as Tasker's client tells it. A handler that does not catch it fails as its cause deserves: see `failureOf`. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    throw new TaskerClientError(error.message, error.recoverable, {
      cause: error,
      code: error.code,
      taskId: error.taskId,
    });
  }
}
