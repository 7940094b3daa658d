/** A request that failed on our side. */
export interface FailedRequest {
  /** The request's id, which the answer names too. */
  readonly requestId: string;
  /** The HTTP method. */
  readonly method: string;
  /** The path that was asked for. */
  readonly path: string;
  /** What was thrown. */
  readonly error: unknown;
}

/** Takes the requests that failed by a fault of the API's own. */
export type ErrorLog = (failed: FailedRequest) => void;

/** Writes one line of JSON to stderr, which CloudWatch keeps. */
export function logError({ requestId, method, path, error }: FailedRequest): void {
  const { name, message, stack, cause } = error as Error;
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined;
  const line = { level: 'ERROR', request_id: requestId, method, path, name, message, cause: reason, stack };
  console.error(JSON.stringify(line));
}
