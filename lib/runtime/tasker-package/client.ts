import type {
  CreateTaskOptions,
  HealthCheckResponse,
  ListTasksOptions,
  StepAuditResponse,
  StepResponse,
  TaskListResponse,
  TaskResponse,
} from './client-types.ts';
import type { FfiLayer } from './native-module.ts';
import { NO_CLIENT, NO_FFI, unavailable, type UnavailableClass } from './unavailable.ts';

/** Tasker's own client, all of whose calls are synchronous; from outside of a step, there is that of `tasker-sfn/client`. */
export interface TaskerClient {
  /** Creates a task. */
  createTask(options: CreateTaskOptions): TaskResponse;
  /** Reads a task. */
  getTask(taskUuid: string): TaskResponse;
  /** Lists tasks. */
  listTasks(options?: ListTasksOptions): TaskListResponse;
  /** Cancels a task. */
  cancelTask(taskUuid: string): void;
  /** Reads the steps of a task. */
  listTaskSteps(taskUuid: string): StepResponse[];
  /** Reads a step. */
  getStep(taskUuid: string, stepUuid: string): StepResponse;
  /** Reads the audit of a step. */
  getStepAuditHistory(taskUuid: string, stepUuid: string): StepAuditResponse[];
  /** Whether the API is healthy. */
  healthCheck(): HealthCheckResponse;
}

/** Creates and reads tasks in Tasker; here, using it throws a {@link NotAvailableError}. */
export const TaskerClient = /* @__PURE__ */ unavailable<UnavailableClass<TaskerClient, [ffiLayer: FfiLayer]>>(
  'TaskerClient',
  NO_CLIENT,
);
/** Connects a client in Tasker; here, using it throws a {@link NotAvailableError}. */
export const getTaskerClient = /* @__PURE__ */ unavailable<() => Promise<TaskerClient>>('getTaskerClient', NO_CLIENT);
/** Loads Tasker's native module once; here, using it throws a {@link NotAvailableError}. */
export const getFfiLayer = /* @__PURE__ */ unavailable<() => Promise<FfiLayer>>('getFfiLayer', NO_FFI);

/** What Tasker's client throws; here for handlers that catch it. */
export class TaskerClientError extends Error {
  /** Whether the same call may succeed later. */
  readonly recoverable: boolean;

  constructor(message: string, recoverable = false) {
    super(message);
    this.name = 'TaskerClientError';
    this.recoverable = recoverable;
  }
}
