import type { ApiResponse } from './api-response.ts';

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  410: 'gone',
  422: 'unprocessable_entity',
  429: 'rate_limited',
  500: 'internal_server_error',
  502: 'bad_gateway',
  503: 'service_unavailable',
  504: 'gateway_timeout',
};

/** The error type of a response that is not a success. */
export function apiErrorType(response: ApiResponse): string {
  const known = ERROR_TYPES[response.statusCode];
  if (known !== undefined) return known;
  if (response.isClientError) return 'client_error';
  return response.isServerError ? 'server_error' : 'http_error';
}

/** Such as `HTTP 404: No such user`, with the service's own words where it has some. */
export function apiErrorMessage(response: ApiResponse): string {
  const words = messageIn(response.body) ?? (response.rawResponse.statusText || apiErrorType(response));
  return `HTTP ${response.statusCode}: ${words}`;
}

function messageIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const fields = body as Record<string, unknown>;
  for (const key of ['error', 'message', 'detail', 'error_message', 'msg']) {
    const value = fields[key];
    if (typeof value === 'string') return value;
    const nested = messageIn(value);
    if (nested !== undefined) return nested;
  }
  return undefined;
}
