import { TaskerClientError, type TaskerErrorCode } from '../client/tasker-client-error.ts';
import type { Violation } from '../schema/violation.ts';

/** Codes of Tasker's error bodies, and those of mistakes that only HTTP allows. */
export type ApiErrorCode =
  | TaskerErrorCode
  | 'ACCESS_DENIED'
  | 'JSON_ERROR'
  | 'NOT_IMPLEMENTED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'METHOD_NOT_ALLOWED';

const STATUS = {
  BAD_REQUEST: 400,
  JSON_ERROR: 400,
  // The API's own region and credentials are none.
  NO_REGION: 500,
  UNAUTHORIZED: 500,
  // AWS refused the API's own role, not the caller.
  FORBIDDEN: 403,
  // The API's own rule refused the caller.
  ACCESS_DENIED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  TIMEOUT: 503,
  CONFLICT: 409,
  UNPROCESSABLE_ENTITY: 422,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INTERNAL_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  SERVICE_UNAVAILABLE: 503,
} as const satisfies Record<ApiErrorCode, number>;

/** The body of every answer that is no success. Tasker: "Error responses". */
export interface ErrorBody {
  /** The error. */
  readonly error: {
    /** Tasker's code, such as `NOT_FOUND`. */
    readonly code: ApiErrorCode;
    /** What went wrong, for people. */
    readonly message: string;
    /** Every mistake in the request, where there may be several. */
    readonly details?: readonly Violation[];
    /** Of a `CONFLICT`: the task that exists already. */
    readonly task_uuid?: string;
    /** The request's id, to find it in the log. */
    readonly request_id: string;
  };
}

/** A request that cannot be answered as asked. */
export class ApiError extends Error {
  /** Tasker's code, such as `NOT_FOUND`; it decides the HTTP status. */
  readonly code: ApiErrorCode;
  /** What else the body says of the error. */
  readonly details: readonly Violation[];

  constructor(code: ApiErrorCode, message: string, details: readonly Violation[] = []) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.details = details;
  }
}

const OURS: readonly ApiErrorCode[] = ['FORBIDDEN', 'INTERNAL_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'];

/** Whether an answer tells of a failure of ours or of AWS, and so is for the log. */
export function isOurs({ error }: ErrorBody): boolean {
  return OURS.includes(error.code);
}

/** How an error is answered. What is our own failure is told without its reasons: those are for the log. */
export function answerTo(error: unknown, requestId: string): { readonly status: Status; readonly body: ErrorBody } {
  const code = error instanceof ApiError || error instanceof TaskerClientError ? error.code : 'INTERNAL_ERROR';
  const status = STATUS[code];
  const request_id = requestId;
  if (status === 500) {
    const message = 'The request could not be served. The log of the API tells more under the request id.';
    return { status, body: { error: { code: 'INTERNAL_ERROR', message, request_id } } };
  }
  if (code === 'FORBIDDEN') {
    const message = 'The role of the API may not do this in AWS. The log of the API tells more under the request id.';
    return { status, body: { error: { code, message, request_id } } };
  }
  const { message } = error as Error;
  const details = error instanceof ApiError && error.details.length > 0 ? { details: error.details } : {};
  const task = error instanceof TaskerClientError && error.taskId !== undefined ? { task_uuid: error.taskId } : {};
  return { status, body: { error: { code, message, ...details, ...task, request_id } } };
}

export type Status = (typeof STATUS)[ApiErrorCode];
