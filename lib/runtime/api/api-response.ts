import { parseRetryAfter } from '../adapter/retry-after.ts';

/** Statuses after which the same request may well succeed later. */
const RETRYABLE_STATUSES: readonly number[] = [408, 429, 500, 502, 503, 504];

/** Seconds to wait when a service asks for a wait in a form that nobody can read. */
const UNREADABLE_RETRY_AFTER = 60;

/** A response of an HTTP service, its body read. */
export class ApiResponse {
  /** The HTTP status, such as 404. */
  readonly statusCode: number;
  /** The response's headers, by lower-case name. */
  readonly headers: Record<string, string>;
  /** Parsed when it is JSON, text otherwise. */
  readonly body: unknown;
  /** The response of `fetch`; its body has been read. */
  readonly rawResponse: Response;

  constructor(response: Response, body?: unknown) {
    this.rawResponse = response;
    this.statusCode = response.status;
    this.headers = Object.fromEntries(response.headers.entries());
    this.body = body;
  }

  /** Whether the status is 200 to 299. */
  get ok(): boolean {
    return this.statusCode >= 200 && this.statusCode < 300;
  }

  /** Whether the status is 400 to 499. */
  get isClientError(): boolean {
    return this.statusCode >= 400 && this.statusCode < 500;
  }

  /** Whether the status is 500 to 599. */
  get isServerError(): boolean {
    return this.statusCode >= 500 && this.statusCode < 600;
  }

  /** Whether the same request may well succeed later: 408, 429, 500, 502, 503 or 504. */
  get isRetryable(): boolean {
    return RETRYABLE_STATUSES.includes(this.statusCode);
  }

  /** Whole seconds that the service asks to wait; null when it asks for nothing. */
  get retryAfter(): number | null {
    const header = this.headers['retry-after'];
    if (header === undefined) return null;
    return Math.ceil(parseRetryAfter(header, Date.now()) ?? UNREADABLE_RETRY_AFTER);
  }

  /** Status, headers and body with Tasker's field names. */
  toDict(): Record<string, unknown> {
    return { status_code: this.statusCode, headers: this.headers, body: this.body };
  }
}

/** Reads a response to its end: JSON when it says so and is, text otherwise. */
export async function readResponse(response: Response): Promise<ApiResponse> {
  const text = await response.text();
  const claimsJson = response.headers.get('content-type')?.includes('json') ?? false;
  return new ApiResponse(response, claimsJson ? parseJson(text) : text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
