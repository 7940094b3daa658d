import type { JsonObject } from '../../json.ts';
import { Limit } from '../../states-language/limits.ts';
import type { TaskTypes } from '../../contract/task-types.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { requestLimit } from '../../contract/limits.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import { indexMachine } from '../view/index-machine.ts';

/** A request for a new task; what is absent takes Tasker's defaults. */
export interface NewTask<Context extends object = JsonObject> extends Omit<
  TaskRequest,
  'name' | 'context' | 'request_id'
> {
  /** The template's name. */
  readonly name: string;
  /**
   * What the handlers read with `context.getInput`.
   *
   * @default {}
   */
  readonly context?: Context;
}

/** A request for a new task of one template, with the types that `tasker-sfn generate types` makes of it. */
export type NewTaskOf<Task extends TaskTypes> = Omit<NewTask, 'name' | 'namespace' | 'version' | 'context'> &
  Pick<Task, 'namespace' | 'name' | 'context'> &
  Partial<Pick<Task, 'version'>>;

/** A request with every default filled in. */
export type FullTaskRequest = TaskRequest &
  Required<
    Pick<
      TaskRequest,
      | 'name'
      | 'namespace'
      | 'version'
      | 'context'
      | 'initiator'
      | 'source_system'
      | 'reason'
      | 'tags'
      | 'requested_at'
      | 'correlation_id'
      | 'request_id'
    >
  >;

/** Fills in Tasker's defaults; the namespace is `default` and the version `1.0.0` where none is given. */
export function fillRequest(task: NewTask<object>, now: number, unique: () => string): FullTaskRequest {
  return {
    ...task,
    namespace: task.namespace ?? 'default',
    version: task.version ?? '1.0.0',
    context: (task.context ?? {}) as JsonObject,
    initiator: task.initiator ?? 'tasker-sfn',
    source_system: task.source_system ?? 'tasker-sfn',
    reason: task.reason ?? 'Task requested',
    tags: task.tags ?? [],
    requested_at: task.requested_at ?? new Date(now).toISOString(),
    correlation_id: task.correlation_id ?? unique(),
    request_id: unique(),
  };
}

/** Refuses a request beside which the results of the machine's steps would not fit into 256 KiB, which ends a task. */
export function checkRequestSize(input: string, definition: StateMachine): void {
  const { budget } = indexMachine(definition);
  if (budget === undefined) return;
  const [bytes, most] = [Buffer.byteLength(input), requestLimit(budget)];
  if (bytes <= most) return;
  throw new TaskerClientError(
    'PAYLOAD_TOO_LARGE',
    `The task's request has ${bytes} bytes, and may have ${most}: the 256 KiB of a state must hold the results or failures of ${budget.steps} ${budget.steps === 1 ? 'step' : 'steps'} as well. Keep large data elsewhere, and put its address into the context.`,
  );
}

/** The execution's input. Step Functions takes 256 KiB, the whole request included. */
export function writeInput(request: FullTaskRequest): string {
  const input = JSON.stringify(request);
  const bytes = Buffer.byteLength(input);
  if (bytes <= Limit.stateBytes) return input;
  throw new TaskerClientError(
    'PAYLOAD_TOO_LARGE',
    `The task's request has ${bytes} bytes; Step Functions takes ${Limit.stateBytes}, the context and all other fields together.`,
  );
}
