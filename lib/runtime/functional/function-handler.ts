import type { ExecutableHandler, StepHandlerClass } from '../step-handler.ts';

const MADE_FROM_FUNCTION = Symbol.for('tasker-sfn.function');

/** Marks the class of a handler that was made from a function. */
export function markAsFunction(handlerClass: StepHandlerClass): StepHandlerClass {
  return Object.defineProperty(handlerClass, MADE_FROM_FUNCTION, { value: true });
}

/** Whether a handler was made from a function, so that `call` is all it has. One of a class that extends such a one may have more. */
export function isFunctionHandler(handler: ExecutableHandler): boolean {
  return Object.hasOwn(handler.constructor, MADE_FROM_FUNCTION);
}
