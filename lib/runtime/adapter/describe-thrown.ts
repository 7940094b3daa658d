import { ErrorType } from '../error-type.ts';
import { asCode, isError, type PermanentError } from '../errors.ts';
import { fieldsOf, inWords, safely } from '../safely.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';

/** What a failure says of itself. */
export type Failure = Pick<StepHandlerResult, 'errorMessage' | 'errorType' | 'errorCode' | 'retryable' | 'metadata'> &
  Partial<Pick<StepHandlerResult, 'orchestrationMetadata'>>;

/**
 * What a handler threw, as a failure. A {@link PermanentError} is permanent, and so is whatever says `retryable: false` of
 * itself; an error that nobody classified is retryable, with the type that the caller names. Never throws itself, whatever it is given. Tasker: "Error classification".
 */
export function describeThrown(thrown: unknown, unclassifiedType: string = ErrorType.HANDLER_ERROR): Failure {
  // Decided before anything else is read: what cannot be described is still what it is.
  const own = safely(() => ownClass(thrown), undefined);
  const isPermanent = own === 'permanent';
  const isRetryable = own === 'retryable';
  const retryable = !isPermanent && (isRetryable || fieldOf(thrown, 'retryable') !== false);
  const type = retryable ? (isRetryable ? ErrorType.RETRYABLE_ERROR : unclassifiedType) : ErrorType.PERMANENT_ERROR;
  const metadata = isPermanent || isRetryable ? fieldsOf(fieldOf(thrown, 'metadata')) : foreignMetadata(thrown, type);
  const errorCode = codeOf(thrown) ?? null;
  return { errorMessage: messageOf(thrown), errorType: type, errorCode, retryable, metadata };
}

/** Which class of ours an error is of, or extends, whichever copy of the runtime it is from. */
function ownClass(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return undefined;
  return (Object.getPrototypeOf(thrown) as { readonly constructor: Partial<typeof PermanentError> }).constructor
    .taskerError;
}

function messageOf(thrown: unknown): string {
  const message = fieldOf(thrown, 'message');
  if (message !== undefined && (isError(thrown) || typeof message === 'string')) return inWords(message);
  return `Thrown: ${inWords(thrown)}`;
}

function codeOf(thrown: unknown): string | undefined {
  return asCode(fieldOf(thrown, 'errorCode')) ?? asCode(fieldOf(thrown, 'code'));
}

/**
 * What an error of others says of itself beside its message. Of an `Error`, plain values alone: the objects on those of HTTP
 * clients hold requests, and credentials with them.
 */
function foreignMetadata(thrown: unknown, type: string): Record<string, unknown> {
  const fields = Object.entries(fieldsOf(thrown)).filter(
    ([name, value]) => !SAID_ELSEWHERE.has(name) && (!isError(thrown) || typeof value !== 'object'),
  );
  const className = classNameOf(thrown);
  return {
    ...(className !== type && { errorType: className }),
    ...Object.fromEntries(fields),
    ...fieldsOf(fieldOf(thrown, 'metadata')),
  };
}

const SAID_ELSEWHERE = new Set(['message', 'name', 'stack', 'cause', 'code', 'retryable', 'metadata']);

function fieldOf(thrown: unknown, name: string): unknown {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  return safely(() => (thrown as Record<string, unknown>)[name], undefined);
}

/** The class of a thrown value, such as `TypeError`. */
export function classNameOf(thrown: unknown): string {
  if (!isError(thrown)) return typeof thrown;
  const name = safely<unknown>(() => thrown.constructor.name || thrown.name, undefined);
  return typeof name === 'string' && name !== '' ? name : 'Error';
}
