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

/**
 * What a handler does with tasks; see `getTaskerClient`. Tasker's own calls are synchronous, these are promises: `await` serves both.
 * Every failure is a {@link TaskerClientError}.
 */
export interface TaskerClient {
  /** Creates a task, or finds the one that an earlier attempt of the step has created. */
  createTask(options: CreateTaskOptions): Promise<TaskResponse>;
  /** Reads a task. */
  getTask(taskUuid: string): Promise<TaskResponse>;
  /** Lists tasks. The offset must be a multiple of the limit. */
  listTasks(options?: ListTasksOptions): Promise<TaskListResponse>;
  /** Cancels a task. */
  cancelTask(taskUuid: string): Promise<void>;
  /** Reads the steps of a task. */
  listTaskSteps(taskUuid: string): Promise<StepResponse[]>;
  /** Reads a step, by its id or its name. */
  getStep(taskUuid: string, stepUuid: string): Promise<StepResponse>;
  /** Not available: see the attempts of a step. */
  getStepAuditHistory(taskUuid: string, stepUuid: string): Promise<StepAuditResponse[]>;
  /** Whether Step Functions answers. */
  healthCheck(): Promise<HealthCheckResponse>;
  /** Waits until a task has ended, well or not; after `timeoutMs` it fails, and the task goes on. Not in Tasker. */
  waitForTask(taskUuid: string, options?: { readonly timeoutMs?: number }): Promise<TaskResponse>;
}

/** Creates and reads tasks in Tasker; here, using it throws a {@link NotAvailableError}. */
export const TaskerClient = /* @__PURE__ */ unavailable<UnavailableClass<TaskerClient, [ffiLayer: FfiLayer]>>(
  'TaskerClient',
  NO_CLIENT,
);
/** Loads Tasker's native module once; here, using it throws a {@link NotAvailableError}. */
export const getFfiLayer = /* @__PURE__ */ unavailable<() => Promise<FfiLayer>>('getFfiLayer', NO_FFI);

/** What is known of a {@link TaskerClientError}; not in Tasker. */
export interface TaskerClientErrorDetails extends ErrorOptions {
  /** What went wrong, such as `NOT_FOUND`, in the codes of the REST API. */
  readonly code?: string | undefined;
  /** The task that it is about. */
  readonly taskId?: string | undefined;
}

/** Every failure of the client. A step that does not catch it fails: for good where the same call cannot succeed later. */
export class TaskerClientError extends Error {
  static override readonly name: string = 'TaskerClientError';
  /** Whether the same call may succeed later. */
  readonly recoverable: boolean;
  /** Tells the runtime the same. */
  readonly retryable: boolean;
  /** What went wrong, such as `NOT_FOUND`; not in Tasker. */
  readonly code?: string;
  /** The task that it is about; not in Tasker. */
  readonly taskId?: string;

  constructor(message: string, recoverable = false, { code, taskId, ...options }: TaskerClientErrorDetails = {}) {
    super(message, options);
    this.name = 'TaskerClientError';
    this.recoverable = recoverable;
    this.retryable = recoverable;
    if (code !== undefined) this.code = code;
    if (taskId !== undefined) this.taskId = taskId;
  }
}
