/** A request that failed on our side. */
export interface FailedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly error: unknown;
}

export type ErrorLog = (failed: FailedRequest) => void;

/** Writes one line of JSON to stderr, which CloudWatch keeps. */
export function logError({ requestId, method, path, error }: FailedRequest): void {
  const { name, message, stack, cause } = error as Error;
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined;
  const line = { level: 'ERROR', request_id: requestId, method, path, name, message, cause: reason, stack };
  console.error(JSON.stringify(line));
}
