import { ApiResponse, PermanentError, RetryableError } from 'tasker-sfn/runtime';
import type { ServiceName } from './faults.ts';

const TIMEOUT_MS = 10_000;

/** A request to a service. */
export interface ServiceRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  /** The service answers the same key with the same outcome, so that an attempt may be repeated. */
  readonly idempotencyKey: string;
}

/** Sends JSON to a service and returns its JSON. */
export type SendRequest = <T>(request: ServiceRequest) => Promise<T>;

/**
 * A client of one service. Its errors are classified: 408, 429, 5xx and faults of the network are retryable, after the
 * wait that a `Retry-After` header asks for; everything else that is not a success is permanent.
 */
export function httpClient(service: ServiceName, baseUrl: string): SendRequest {
  const root = parseUrl(service, baseUrl);
  return async <T>({ method, path, body, idempotencyKey }: ServiceRequest): Promise<T> => {
    const url = `${root}${path}`;
    const { response, text } = await exchange(service, url, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': idempotencyKey },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw refusal(service, response, text);
    return parseJson<T>(service, text);
  };
}

async function exchange(service: ServiceName, url: string, init: RequestInit) {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (cause) {
    // What fetch throws says "fetch failed"; the reason is its cause.
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    throw new RetryableError(`The ${service} service cannot be reached: ${String(reason)}`, {
      errorCode: 'SERVICE_UNREACHABLE',
      metadata: { service },
      cause,
    });
  }
}

function refusal(service: ServiceName, raw: Response, text: string): PermanentError | RetryableError {
  const response = new ApiResponse(raw, text);
  const message = `The ${service} service answered ${response.statusCode}: ${text.slice(0, 200) || raw.statusText}`;
  const metadata = { service, status_code: response.statusCode };
  if (!response.isRetryable && !response.isServerError) {
    return new PermanentError(message, { errorCode: 'SERVICE_REJECTED', metadata });
  }
  const retryAfter = response.retryAfter ?? undefined;
  return new RetryableError(message, { errorCode: 'SERVICE_UNAVAILABLE', retryAfter, metadata });
}

function parseJson<T>(service: ServiceName, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new RetryableError(`The ${service} service did not answer with JSON: ${text.slice(0, 200)}`, {
      errorCode: 'SERVICE_UNAVAILABLE',
      metadata: { service },
      cause,
    });
  }
}

function parseUrl(service: ServiceName, baseUrl: string): string {
  if (!/^https?:/.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new PermanentError(`The address of the ${service} service, "${baseUrl}", is not an HTTP URL.`, 'INVALID_URL');
  }
  return baseUrl.replace(/\/+$/, '');
}
