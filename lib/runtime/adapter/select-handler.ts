import { canonicalCallable } from '../../contract/callable.ts';
import { isFunctionHandler } from '../functional/define-handler.ts';
import { loadFailures } from '../later/load-failures.ts';
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
  if (classes.length === 0) throw new TypeError('createStepFunction was not given a step handler.');
  return classes;
}

/** The handler that the step names. */
export async function selectHandler(classes: readonly StepHandlerClass[], callable: string): Promise<StepHandlerClass> {
  const wanted = canonicalCallable(callable);
  const found = classes.find((candidate) => nameOf(candidate) === wanted);
  if (found !== undefined) return found;
  const [only] = classes;
  // A class without a name of its own can only have been put here on purpose.
  if (classes.length === 1 && only !== undefined && nameOf(only) === '') return only;
  throw (await loadFailures()).noHandler(callable, classes);
}

/** Calls `handler.method` of the template, `call` unless it names another. Tasker: "Method dispatch". */
export async function callHandler(handler: StepHandler, method: string, context: StepContext): Promise<unknown> {
  if (method === 'call') return handler.call(context);
  return (await loadFailures()).methodOf(handler, method, isFunctionHandler(handler)).call(handler, context);
}

function nameOf(handler: StepHandlerClass): string {
  return canonicalCallable(handler.handlerName ?? '');
}
