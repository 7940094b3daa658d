import { applyMembers } from '../apply-members.ts';
import { ErrorType } from '../error-type.ts';
import { StepHandler } from '../step-handler.ts';
import { StepHandlerResult } from '../step-handler-result.ts';
import { apiErrorMessage, apiErrorType } from './api-error.ts';
import { type ApiResponse, readResponse } from './api-response.ts';

/** The body and headers of a request that sends something. */
export interface ApiRequestOptions {
  /** What is sent; nothing when it is null or absent. */
  readonly body?: unknown;
  /** Whether the body is written as JSON; otherwise text goes as it is. @default true */
  readonly json?: boolean;
  /** Headers of this request; they replace the handler's. @default {} */
  readonly headers?: Record<string, string>;
}

/** The query and headers of a GET request. */
export interface ApiQueryOptions {
  /** The query; null and undefined parameters are left out. */
  readonly params?: Record<string, unknown>;
  /** Headers of this request; they replace the handler's. @default {} */
  readonly headers?: Record<string, string>;
}

const METHODS = [
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'request',
  'apiSuccess',
  'apiFailure',
  'connectionError',
  'timeoutError',
] as const;
const SETTINGS = ['baseUrl', 'timeout', 'defaultHeaders'] as const;

/** What a handler can do that calls an HTTP service. */
export type APICapable = Pick<ApiHandler, (typeof METHODS)[number] | (typeof SETTINGS)[number]>;

/**
 * A handler that calls an HTTP service. Faults of the network and timeouts throw, which makes them retryable.
 *
 * @example
 * ```ts
 * import { ApiHandler, type StepContext } from 'tasker-sfn/runtime';
 *
 * export class FetchUserHandler extends ApiHandler {
 *   static override handlerName = 'Users::FetchUserHandler';
 *   static override baseUrl = 'https://users.example.com';
 *
 *   async call(context: StepContext) {
 *     const response = await this.get(`/users/${context.getInputOr('id', '')}`);
 *     return response.ok ? this.apiSuccess(response) : this.apiFailure(response);
 *   }
 * }
 * ```
 */
export abstract class ApiHandler extends StepHandler {
  /** What every path is put after, such as `https://users.example.com`. */
  static baseUrl = '';
  /** Milliseconds. */
  static defaultTimeout = 30_000;
  /** Headers of every request; a request's own replace them. */
  static defaultHeaders: Record<string, string> = {};

  /** Adds `http` and `api`. */
  override get capabilities(): string[] {
    return ['process', 'http', 'api'];
  }

  /** The class's `baseUrl`. */
  get baseUrl(): string {
    return settingsOf(this).baseUrl ?? '';
  }

  /** Milliseconds that a request may take: the class's `defaultTimeout`. */
  get timeout(): number {
    return settingsOf(this).defaultTimeout ?? 30_000;
  }

  /** The class's `defaultHeaders`. */
  get defaultHeaders(): Record<string, string> {
    return settingsOf(this).defaultHeaders ?? {};
  }

  /**
   * Sends a GET request with the parameters as its query; null and undefined ones are left out. Rejects when the network
   * fails or {@link timeout} has passed; any status is a response.
   */
  get(path: string, params?: Record<string, unknown>, headers?: Record<string, string>): Promise<ApiResponse>;
  get(path: string, options: ApiQueryOptions): Promise<ApiResponse>;
  get(path: string, given?: ApiQueryOptions | Record<string, unknown>, own?: Record<string, string>) {
    const { params, headers } = isQueryOptions(given) ? given : { params: given, headers: own };
    return send(this, 'GET', withQuery(path, params), { headers });
  }

  /** Sends a POST request; the body as JSON unless `json` is false. Rejects when the network fails or time runs out. */
  post(path: string, options?: ApiRequestOptions): Promise<ApiResponse> {
    return send(this, 'POST', path, withBody(options));
  }

  /** Sends a PUT request; see {@link post}. */
  put(path: string, options?: ApiRequestOptions): Promise<ApiResponse> {
    return send(this, 'PUT', path, withBody(options));
  }

  /** Sends a PATCH request; see {@link post}. */
  patch(path: string, options?: ApiRequestOptions): Promise<ApiResponse> {
    return send(this, 'PATCH', path, withBody(options));
  }

  /** Sends a DELETE request. Rejects when the network fails or time runs out. */
  delete(path: string, headers?: Record<string, string>): Promise<ApiResponse> {
    return send(this, 'DELETE', path, { headers });
  }

  /** Sends any request, with the options of `fetch`. Rejects when the network fails or time runs out. */
  request(method: string, path: string, options: RequestInit = {}): Promise<ApiResponse> {
    return send(this, method, path, options);
  }

  /** A success whose result is what is given, else the response's body. */
  apiSuccess(response: ApiResponse, result?: Record<string, unknown>, includeResponse = true): StepHandlerResult {
    const { body, statusCode, headers } = response;
    const ownResult = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : { data: body };
    return StepHandlerResult.success(result ?? ownResult, includeResponse ? { status_code: statusCode, headers } : {});
  }

  /** A failure that is retryable when the status is, after the wait that the service asks for. */
  apiFailure(response: ApiResponse, message = apiErrorMessage(response)): StepHandlerResult {
    const { retryAfter, body } = response;
    return StepHandlerResult.failure(message, apiErrorType(response), response.isRetryable, {
      status_code: response.statusCode,
      headers: response.headers,
      ...(retryAfter !== null && { retry_after_seconds: retryAfter }),
      ...(body !== undefined && body !== '' && { response_body: body }),
    });
  }

  /** A retryable failure of type `connection_error`; `context` says what was being done. */
  connectionError(error: Error, context?: string): StepHandlerResult {
    return fault('Connection error', 'connection_error', error, context);
  }

  /** A retryable failure of type `timeout`; `context` says what was being done. */
  timeoutError(error: Error, context?: string): StepHandlerResult {
    return fault('Request timeout', ErrorType.TIMEOUT, error, context);
  }
}

/** The HTTP methods for handlers that extend something else, to bind one by one; see {@link applyAPI}. */
export class APIMixin extends ApiHandler {
  /** Fails for good: the mixin is no handler itself. */
  async call(): Promise<StepHandlerResult> {
    return this.failure(
      'APIMixin lends its methods to handlers; it is not one itself.',
      ErrorType.PERMANENT_ERROR,
      false,
    );
  }
}

/** Gives a handler all HTTP methods; its class's `baseUrl`, `defaultTimeout` and `defaultHeaders` apply. */
export function applyAPI<T extends object>(target: T): T & APICapable {
  return applyMembers(target, ApiHandler.prototype as APICapable, [...METHODS, ...SETTINGS]);
}

type Settings = Partial<Pick<typeof ApiHandler, 'baseUrl' | 'defaultTimeout' | 'defaultHeaders'>>;

function settingsOf(handler: object): Settings {
  return handler.constructor as unknown as Settings;
}

async function send(handler: APICapable, method: string, path: string, init: RequestInit): Promise<ApiResponse> {
  const headers = new Headers(handler.defaultHeaders);
  new Headers(init.headers).forEach((value, name) => headers.set(name, value));
  if (init.body && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const signal = AbortSignal.timeout(handler.timeout);
  return readResponse(await fetch(handler.baseUrl + path, { ...init, method, headers, signal }));
}

function withBody({ body, json = true, headers }: ApiRequestOptions = {}): RequestInit {
  if (body === undefined || body === null) return { headers };
  // Text keeps the type that fetch gives it unless the caller names one.
  return json
    ? { body: JSON.stringify(body), headers }
    : { body: textOf(body), headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers } };
}

/** Whether the argument is `{ params, headers }`, which Tasker documents: a parameter of a query is no object. */
function isQueryOptions(given: object | undefined): given is ApiQueryOptions {
  const entries = Object.entries(given ?? {});
  const isOption = ([name, value]: [string, unknown]) =>
    (name === 'params' || name === 'headers') && typeof value === 'object' && value !== null && !Array.isArray(value);
  return entries.length > 0 && entries.every(isOption);
}

function withQuery(path: string, params: Record<string, unknown> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined) query.append(name, textOf(value));
  }
  if (query.size === 0) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function fault(kind: string, errorType: string, error: Error, context: string | undefined): StepHandlerResult {
  const where = context === undefined ? '' : ` while ${context}`;
  return StepHandlerResult.failure(`${kind}${where}: ${error.message}`, errorType, true, {
    exception_type: error.constructor.name,
  });
}
