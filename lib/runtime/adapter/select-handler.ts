import { canonicalCallable } from '../../contract/callable.ts';
import type { JsonObject } from '../../json.ts';
import { loadFailures } from '../later/load-failures.ts';
import type { StepContext } from '../step-context.ts';
import { type ExecutableHandler, StepHandler, type StepHandlerClass } from '../step-handler.ts';

/** What a template says of a step's handler. */
export interface NamedHandler {
  /** The handler's name. */
  readonly callable: string;
  /** The method that runs. @default `call` */
  readonly method?: string | undefined;
  /** The step's `initialization`. */
  readonly config: JsonObject;
}

/** Who has the handler of a step. It is asked at each run. */
export interface HandlerSource {
  /** The handler that the step names. Rejects where there is none. */
  handlerOf(step: NamedHandler): Promise<ExecutableHandler>;
}

/** One handler, several, a module whose exports hold handlers among other things, or who has them. */
export type Handlers =
  StepHandlerClass | readonly StepHandlerClass[] | HandlerSource | Readonly<Record<string, unknown>>;

/** Whether a value is a handler's class: one that extends {@link StepHandler}, or that define* made. */
export function isHandlerClass(value: unknown): value is StepHandlerClass {
  return typeof value === 'function' && value.prototype instanceof StepHandler;
}

/** Who has the handlers: a new one serves every run. Throws when there are none: such a function could never do anything. */
export function sourceOf(handlers: Handlers): HandlerSource {
  if (isSource(handlers)) return handlers;
  const classes = isHandlerClass(handlers) ? [handlers] : Object.values(handlers).filter(isHandlerClass);
  if (classes.length === 0) throw new TypeError('createStepFunction was not given a step handler.');
  return { handlerOf: async ({ callable }) => new (await selectHandler(classes, callable))() };
}

function isSource(handlers: Handlers): handlers is HandlerSource {
  return typeof (handlers as HandlerSource).handlerOf === 'function';
}

async function selectHandler(classes: readonly StepHandlerClass[], callable: string): Promise<StepHandlerClass> {
  const wanted = canonicalCallable(callable);
  const found = classes.find(({ handlerName = '' }) => canonicalCallable(handlerName) === wanted);
  return found ?? (await loadFailures()).unnamedHandler(callable, classes);
}

/** Calls `handler.method` of the template, `call` unless it names another. Tasker: "Method dispatch". */
export async function callHandler(handler: ExecutableHandler, method: string, context: StepContext): Promise<unknown> {
  if (method === 'call') return handler.call(context);
  return (await loadFailures()).methodOf(handler, method).call(handler, context);
}
