import { loadFailures } from '../later/load-failures.ts';
import { madeFrom, resultOf } from '../outcome.ts';
import { safely } from '../safely.ts';
import type { StepContext } from '../step-context.ts';
import { StepHandler, type StepHandlerClass } from '../step-handler.ts';
import { StepHandlerResult } from '../step-handler-result.ts';
import type { AnyStep, StepTypes } from '../step-types.ts';
import { markAsFunction } from './function-handler.ts';
import { collectArgs, type HandlerFn, type HandlerOptions } from './handler-options.ts';

/**
 * Makes a step handler from a function. What it throws is classified: {@link PermanentError} fails the step,
 * {@link RetryableError} and everything else is tried again. Tasker: "Functional handlers".
 *
 * @example
 * ```ts
 * import { defineHandler, PermanentError } from 'tasker-sfn/runtime';
 *
 * export const ChargeHandler = defineHandler(
 *   'Payments::ChargeHandler',
 *   { depends: { order: 'create_order' }, inputs: { currency: 'currency' } },
 *   async ({ order, currency, context }) => {
 *     if (order === null) throw new PermanentError('There is no order', 'MISSING_ORDER');
 *     return { charged: true, currency, attempt: context.retryCount + 1 };
 *   },
 * );
 * ```
 */
export function defineHandler<Step extends StepTypes = AnyStep>(
  name: string,
  options: HandlerOptions<Step>,
  fn: HandlerFn<Step>,
): StepHandlerClass {
  return handlerClass(StepHandler, name, options.version, async (_handler, context) => {
    const returned: unknown = fn(collectArgs(context, options));
    return resultOf(await returned);
  });
}

type StepHandlerBase<T extends StepHandler> = abstract new () => T;

/** A class named `name` whose `call` runs the body and turns what it throws into a failure. */
export function handlerClass<T extends StepHandler>(
  base: StepHandlerBase<T>,
  name: string,
  version: string | undefined,
  body: (handler: T, context: StepContext) => Promise<StepHandlerResult>,
): StepHandlerClass {
  const Base = base as StepHandlerBase<StepHandler>;
  class FunctionHandler extends Base {
    static handlerName = name;
    static handlerVersion = version ?? '1.0.0';

    async call(context: StepContext): Promise<StepHandlerResult> {
      try {
        return await body(this as unknown as T, context);
      } catch (error) {
        if (safely(() => error instanceof StepHandlerResult, false)) return error as StepHandlerResult;
        const failure = (await loadFailures()).describeThrown(error);
        return madeFrom(new StepHandlerResult({ success: false, ...failure }), error);
      }
    }
  }
  Object.defineProperty(FunctionHandler, 'name', { value: name });
  return markAsFunction(FunctionHandler);
}
