import { StepHandlerResult } from './step-handler-result.ts';

/** The errors behind failures that were made from them; their stacks belong in the log, not in the result. */
const causes = new WeakMap<StepHandlerResult, unknown>();

/** Keeps the error that a failure was made from. */
export function madeFrom(result: StepHandlerResult, cause: unknown): StepHandlerResult {
  causes.set(result, cause);
  return result;
}

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
  const isObject = typeof returned === 'object' && !Array.isArray(returned);
  return StepHandlerResult.success(
    isObject || returned === undefined ? ((returned ?? {}) as Record<string, unknown>) : { result: returned },
  );
}
