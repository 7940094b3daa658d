import { StepHandlerResult } from './step-handler-result.ts';

/** The error behind a failure that was made from one; its stack belongs in the log, not in the result. */
const CAUSE = Symbol.for('tasker-sfn.cause');

/** Keeps the error that a failure was made from. */
export function madeFrom(result: StepHandlerResult, cause: unknown): StepHandlerResult {
  return Object.defineProperty(result, CAUSE, { value: cause });
}

/** The error that a failure was made from, when it was made from one. */
export function failureCause(result: StepHandlerResult): unknown {
  return (result as { readonly [CAUSE]?: unknown })[CAUSE];
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
