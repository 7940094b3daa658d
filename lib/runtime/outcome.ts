import { ErrorType } from './error-type.ts';
import { asCode, isError, PermanentError, RetryableError } from './errors.ts';
import { fieldsOf, inWords, safely } from './safely.ts';
import { StepHandlerResult } from './step-handler-result.ts';

/** The errors behind failures that were made from them; their stacks belong in the log, not in the result. */
const causes = new WeakMap<StepHandlerResult, unknown>();

/** The error that a failure was made from, when it was made from one. */
export function failureCause(result: StepHandlerResult): unknown {
  return causes.get(result);
}

/**
 * What a handler returned, as a result: a plain object is a success, nothing is `{}`, anything else is `{ result }`. An
 * error that is returned means what it means when it is thrown, so it is thrown.
 */
export function resultOf(returned: unknown): StepHandlerResult {
  if (returned instanceof StepHandlerResult) return returned;
  if (returned instanceof Error) throw returned;
  if (returned === undefined || returned === null) return StepHandlerResult.success({});
  if (typeof returned === 'object' && !Array.isArray(returned)) {
    return StepHandlerResult.success(returned as Record<string, unknown>);
  }
  return StepHandlerResult.success({ result: returned });
}

/**
 * What a handler threw, as a failure. A {@link PermanentError} is permanent, and so is whatever says `retryable: false` of
 * itself; an error that nobody classified is retryable, with the type that the caller names. A result that is thrown is what
 * it says. Never throws itself, whatever it is given. Tasker: "Error classification".
 */
export function failureOf(thrown: unknown, unclassifiedType: string = ErrorType.HANDLER_ERROR): StepHandlerResult {
  if (safely(() => thrown instanceof StepHandlerResult, false)) return thrown as StepHandlerResult;
  // Decided before anything else is read: what cannot be described is still what it is.
  const isPermanent = safely(() => thrown instanceof PermanentError, false);
  const isRetryable = safely(() => thrown instanceof RetryableError, false);
  const retryable = !isPermanent && (isRetryable || fieldOf(thrown, 'retryable') !== false);
  const type = retryable ? (isRetryable ? ErrorType.RETRYABLE_ERROR : unclassifiedType) : ErrorType.PERMANENT_ERROR;
  const metadata = isPermanent || isRetryable ? fieldsOf(fieldOf(thrown, 'metadata')) : foreignMetadata(thrown, type);
  const result = StepHandlerResult.failure(messageOf(thrown), type, retryable, metadata, codeOf(thrown));
  causes.set(result, thrown);
  return result;
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
