import { WireError } from '../../contract/errors.ts';
import { WIRE_VERSION } from '../../contract/step-event.ts';
import { ErrorType } from '../error-type.ts';
import { PermanentError } from '../errors.ts';
import { isFunctionHandler } from '../functional/function-handler.ts';
import { inWords } from '../safely.ts';
import { writeLog } from '../log/log-scope.ts';
import type { StepContext } from '../step-context.ts';
import type { ExecutableHandler, StepHandlerClass } from '../step-handler.ts';
import { StepError } from './step-error.ts';

/** What a function raises that cannot run a step, whatever its handler would do. Trying again would not help. */

/** The machine sends the event in another form. */
export function unknownVersion(step: string, wire: unknown): StepError {
  const message =
    `The state machine speaks version ${String(wire)} of the step event, and this function version ${WIRE_VERSION}. ` +
    'Deploy both with the same version of tasker-sfn.';
  return new StepError(
    {
      error: WireError.permanent,
      message,
      code: 'WIRE_VERSION_UNKNOWN',
      type: ErrorType.PERMANENT_ERROR,
      retryable: false,
      step,
      attempts: 0,
    },
    message.length + 400,
    undefined,
  );
}

/** The execution was started with something else than a task request: anyone may start one with anything. */
export function noTaskRequest(input: unknown): PermanentError {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const [what, value]: readonly unknown[] = isObject
    ? ['The "context" of the task\'s input', (input as { readonly context?: unknown }).context]
    : ["The task's input", input];
  const found = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return new PermanentError(
    `${String(what)} must be a JSON object, and is ${found}. Start the task with {"context": {…}}.`,
    'INVALID_REQUEST',
  );
}

/**
 * The handler of a function that has none of this name: the only one that it has, if that has no name of its own, since then it can only
 * have been put there on purpose.
 *
 * @throws PermanentError where that is not so
 */
export function unnamedHandler(callable: string, classes: readonly StepHandlerClass[]): StepHandlerClass {
  const [only, ...others] = classes;
  if (only !== undefined && others.length === 0 && !only.handlerName) return only;
  const names = classes.map((each) => `"${each.handlerName || each.name}"`).join(', ');
  throw new PermanentError(`There is no handler "${callable}" in this function; it has ${names}.`, {
    errorCode: 'HANDLER_NOT_FOUND',
  });
}

/**
 * The method of a handler that the step names. One that was made from a function has `call` alone, which runs then, as in Tasker.
 *
 * @throws PermanentError where there is none of this name
 */
export function methodOf(handler: ExecutableHandler, method: string): (context: StepContext) => unknown {
  if (isFunctionHandler(handler)) {
    const message = `The template names the method "${method}", and a handler made from a function has "call" alone`;
    writeLog('WARN', message, { handler: handler.name });
    return (context) => handler.call(context);
  }
  const own = method in Object.prototype ? undefined : (handler as unknown as Record<string, unknown>)[method];
  if (typeof own !== 'function') {
    throw new PermanentError(`The handler "${handler.name}" has no method "${method}".`, {
      errorCode: 'METHOD_NOT_FOUND',
    });
  }
  return own as (context: StepContext) => unknown;
}

/** The handler returned what JSON cannot say. */
export function notSerialisable(cause: unknown): PermanentError {
  return new PermanentError(`The result cannot be written as JSON: ${inWords(cause)}`, {
    errorCode: 'RESULT_NOT_SERIALISABLE',
    cause,
  });
}
