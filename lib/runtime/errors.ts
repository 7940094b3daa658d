import { fieldsOf, inWords, safely } from './safely.ts';

/** Anything that a handler wants to say about its error; goes into logs and the failure's details. */
export type ErrorMetadata = Record<string, unknown>;

/**
 * How a handler's error may be described: by metadata, by options that hold metadata, by a bare code, or by the error behind
 * it.
 */
export type ErrorDescription = string | number | ErrorOptionsWithDetails | ErrorMetadata | Error | null;

/** Options of {@link PermanentError} and {@link RetryableError}. Codes are also read from the metadata. */
export interface ErrorOptionsWithDetails {
  /** A code for programs, such as `MISSING_EMAIL`. */
  readonly errorCode?: string;
  /** Seconds to wait before the next attempt; {@link RetryableError} only. */
  readonly retryAfter?: number;
  /** Anything else about the error; goes into the failure's details and the log. */
  readonly metadata?: ErrorMetadata;
  /** The error behind this one, for the log. */
  readonly cause?: unknown;
}

/**
 * An error that no later attempt can mend: the step fails at once. Thrown or returned, from a class or a function, it
 * means the same.
 *
 * @example
 * ```ts
 * import { PermanentError } from 'tasker-sfn/runtime';
 * throw new PermanentError('Email is required', 'MISSING_EMAIL');
 * ```
 */
export class PermanentError extends Error {
  /** Bundles shorten the names of the runtime's classes, and this one is a promise. */
  static override readonly name: string = 'PermanentError';
  /** By this an error is known that another copy of this package has made: a bundle, or a module system, has classes of its own. */
  static readonly taskerError = 'permanent';
  /** Always false. */
  readonly retryable = false;
  /** What was said about the error, the code included. */
  readonly metadata: ErrorMetadata;
  /** The error's code, such as `MISSING_EMAIL`; undefined when there is none. */
  readonly errorCode: string | undefined;

  constructor(message: string, description?: ErrorDescription) {
    const { metadata, cause } = readDescription(description);
    super(inWords(message), cause === undefined ? undefined : { cause });
    this.name = 'PermanentError';
    this.metadata = metadata;
    this.errorCode = readErrorCode(metadata);
  }
}

/**
 * An error that may pass on a later attempt; the step's retry policy decides when. `retryAfter` (seconds) asks for a wait
 * of its own.
 *
 * @example
 * ```ts
 * import { RetryableError } from 'tasker-sfn/runtime';
 * throw new RetryableError('Billing is busy', { errorCode: 'BUSY', retryAfter: 30 });
 * ```
 */
export class RetryableError extends Error {
  /** As that of {@link PermanentError}. */
  static override readonly name: string = 'RetryableError';
  /** As that of {@link PermanentError}. */
  static readonly taskerError = 'retryable';
  /** Always true. */
  readonly retryable = true;
  /** What was said about the error, the code and the wait included. */
  readonly metadata: ErrorMetadata;
  /** The error's code, such as `BUSY`; undefined when there is none. */
  readonly errorCode: string | undefined;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, description?: ErrorDescription) {
    const { metadata, cause } = readDescription(description);
    super(inWords(message), cause === undefined ? undefined : { cause });
    this.name = 'RetryableError';
    this.metadata = metadata;
    this.errorCode = readErrorCode(metadata);
    this.retryAfter = readRetryAfter(metadata);
  }
}

/** The code in an error's metadata, under any of the names in use. */
export function readErrorCode(metadata: ErrorMetadata): string | undefined {
  return asCode(metadata.error_code ?? metadata.errorCode ?? metadata.code);
}

/** A code as text: `'E_BUSY'`, or a number such as 42; undefined when it is none. */
export function asCode(code: unknown): string | undefined {
  if (typeof code === 'number' || typeof code === 'bigint') return String(code);
  return typeof code === 'string' && code !== '' ? code : undefined;
}

/** The seconds to wait in an error's metadata, under any of the names in use. */
export function readRetryAfter(metadata: ErrorMetadata): number | undefined {
  const given = metadata.retry_after ?? metadata.retryAfter ?? metadata.retry_after_seconds;
  const seconds = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** Takes any description, also one that the types do not allow: an error that cannot be made would be another error. */
function readDescription(description: unknown): { metadata: ErrorMetadata; cause?: unknown } {
  const code = asCode(description);
  if (code !== undefined) return { metadata: { error_code: code } };
  if (isError(description)) return { metadata: {}, cause: description };
  const { metadata, ...rest } = fieldsOf(description);
  const nested = fieldsOf(metadata);
  const { cause, ...others } = rest;
  // Metadata may have a `cause` of its own; only an error is the cause of an error.
  return isError(cause) ? { metadata: { ...others, ...nested }, cause } : { metadata: { ...rest, ...nested } };
}

/** `instanceof Error` for any value: a proxy may refuse to tell what it is. */
export function isError(value: unknown): value is Error {
  return safely(() => value instanceof Error, false);
}
