/** What went wrong, in the codes of Tasker's REST API. */
export type TaskerErrorCode =
  | 'BAD_REQUEST'
  /** Neither the client nor its environment says in which region of AWS to ask. */
  | 'NO_REGION'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  /** The idempotency key belongs to a task with another request. */
  | 'UNPROCESSABLE_ENTITY'
  | 'TIMEOUT'
  | 'PAYLOAD_TOO_LARGE'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_ERROR';

/** More about an error, where there is more to tell. */
export interface TaskerErrorDetails extends ErrorOptions {
  /** The task that the error is about: of a `CONFLICT`, the one that exists already. */
  readonly taskId?: string;
  /** Seconds after which the same call may succeed, where AWS was asked too often. */
  readonly retryAfterSeconds?: number;
}

/**
 * Every failure of the client. `recoverable` tells whether the same call may succeed later.
 *
 * @example
 * ```ts
 * import { TaskerClient, TaskerClientError } from 'tasker-sfn/client';
 * try {
 *   await new TaskerClient().createTask({ namespace: 'shop', name: 'checkout', context: { cart: 7 } });
 * } catch (error) {
 *   if (!(error instanceof TaskerClientError) || error.code !== 'CONFLICT') throw error;
 *   console.log('Already there:', error.taskId);
 * }
 * ```
 */
export class TaskerClientError extends Error {
  static override readonly name: string = 'TaskerClientError';
  /** What went wrong. */
  readonly code: TaskerErrorCode;
  /** Whether the same call may succeed later. */
  readonly recoverable: boolean;
  /** The task that the error is about; of a `CONFLICT`, the one that exists already. */
  readonly taskId?: string;
  /** Seconds after which the same call may succeed; absent where that is not known. */
  readonly retryAfterSeconds?: number;

  constructor(code: TaskerErrorCode, message: string, details: TaskerErrorDetails = {}) {
    super(message, details);
    this.name = 'TaskerClientError';
    this.code = code;
    this.recoverable = code === 'SERVICE_UNAVAILABLE' || code === 'TIMEOUT';
    if (details.taskId !== undefined) this.taskId = details.taskId;
    if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
