import { ErrorType } from './error-type.ts';
import { PermanentError, RetryableError } from './errors.ts';
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
 * What a handler threw, as a failure. Only a {@link PermanentError} is permanent; an error that nobody classified is
 * retryable, with the type that the caller names. Tasker: "Error classification".
 */
export function failureOf(thrown: unknown, unclassifiedType: string = ErrorType.HANDLER_ERROR): StepHandlerResult {
  const result = describeError(thrown, unclassifiedType);
  causes.set(result, thrown);
  return result;
}

function describeError(thrown: unknown, unclassifiedType: string): StepHandlerResult {
  if (thrown instanceof PermanentError) {
    return StepHandlerResult.failure(
      thrown.message,
      ErrorType.PERMANENT_ERROR,
      false,
      thrown.metadata,
      thrown.errorCode,
    );
  }
  if (thrown instanceof RetryableError) {
    return StepHandlerResult.failure(
      thrown.message,
      ErrorType.RETRYABLE_ERROR,
      true,
      thrown.metadata,
      thrown.errorCode,
    );
  }
  const message = thrown instanceof Error ? thrown.message : `Thrown: ${String(thrown)}`;
  const className = classNameOf(thrown);
  const metadata = className === unclassifiedType ? {} : { errorType: className };
  return StepHandlerResult.failure(message, unclassifiedType, true, metadata);
}

/** The class of a thrown value, such as `TypeError`. */
export function classNameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.constructor.name || thrown.name : typeof thrown;
}
