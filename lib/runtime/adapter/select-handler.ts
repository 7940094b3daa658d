import { canonicalCallable } from '../../contract/callable.ts';
import { PermanentError } from '../errors.ts';
import { isFunctionHandler } from '../functional/define-handler.ts';
import { writeLog } from '../log/log-scope.ts';
import type { StepContext } from '../step-context.ts';
import { StepHandler, type StepHandlerClass } from '../step-handler.ts';

/** One handler, several, or a module whose exports hold handlers among other things. */
export type Handlers = StepHandlerClass | readonly StepHandlerClass[] | Readonly<Record<string, unknown>>;

/** Whether a value is a handler's class: one that extends {@link StepHandler}, or that define* made. */
export function isHandlerClass(value: unknown): value is StepHandlerClass {
  return typeof value === 'function' && value.prototype instanceof StepHandler;
}

/** The handler classes among the handlers. Throws when there are none: such a function could never do anything. */
export function listHandlers(handlers: Handlers): readonly StepHandlerClass[] {
  const classes = isHandlerClass(handlers) ? [handlers] : Object.values(handlers).filter(isHandlerClass);
  if (classes.length === 0) throw new TypeError('There is no step handler among what createStepFunction was given.');
  return classes;
}

/** The handler that the step names. */
export function selectHandler(classes: readonly StepHandlerClass[], callable: string): StepHandlerClass {
  const wanted = canonicalCallable(callable);
  const found = classes.find((candidate) => nameOf(candidate) === wanted);
  if (found !== undefined) return found;
  const [only] = classes;
  // A class without a name of its own can only have been put here on purpose.
  if (classes.length === 1 && only !== undefined && nameOf(only) === '') return only;
  throw new PermanentError(
    `There is no handler "${callable}" in this function; it has ${classes.map((each) => `"${each.handlerName || each.name}"`).join(', ')}.`,
    { errorCode: 'HANDLER_NOT_FOUND' },
  );
}

/**
 * Calls `handler.method` of the template, `call` unless it names another. A handler that was made from a function has `call`
 * alone, which runs then, as in Tasker. Tasker: "Method dispatch".
 */
export function callHandler(handler: StepHandler, method: string, context: StepContext): unknown {
  if (method !== 'call' && isFunctionHandler(handler)) {
    const message = `The template names the method "${method}", and a handler made from a function has "call" alone`;
    writeLog('WARN', message, { handler: handler.name });
    return handler.call(context);
  }
  const own = method in Object.prototype ? undefined : (handler as unknown as Record<string, unknown>)[method];
  if (typeof own !== 'function') {
    throw new PermanentError(`The handler "${handler.name}" has no method "${method}".`, {
      errorCode: 'METHOD_NOT_FOUND',
    });
  }
  return own.call(handler, context);
}

function nameOf(handler: StepHandlerClass): string {
  return canonicalCallable(handler.handlerName ?? '');
}
