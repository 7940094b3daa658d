import type { HandlerSource } from '../adapter/select-handler.ts';
import { PermanentError } from '../errors.ts';
import { fromDto } from './handler-definition.ts';
import { ResolutionError } from './resolution-errors.ts';
import type { BaseResolver } from './resolver.ts';

/**
 * The handlers that a resolver finds, for `createStepFunction`: it is asked at each run. `tasker-sfn` writes the call when it bundles a
 * step whose template names the resolver. A resolver that knows no such handler fails the step for good. Tasker: "Resolver hints".
 *
 * @example
 * ```ts
 * import { createStepFunction, defineHandler, handlersOf, RegistryResolver } from 'tasker-sfn/runtime';
 *
 * class PaymentResolver extends RegistryResolver {
 *   static override readonly prefix = 'pay.';
 *   resolveHandler({ callable }: { callable: string }) {
 *     const Handler = defineHandler(callable, {}, () => ({ paid_by: callable.slice('pay.'.length) }));
 *     return new Handler();
 *   }
 * }
 * export const handler = createStepFunction(handlersOf(new PaymentResolver()));
 * ```
 */
export function handlersOf(resolver: BaseResolver): HandlerSource {
  return {
    async handlerOf({ callable, method, config }) {
      const definition = fromDto({ callable, method, resolver: resolver.name, initialization: config });
      const refused = (cause?: Error) =>
        new PermanentError(cause?.message ?? `The resolver "${resolver.name}" knows no handler "${callable}".`, {
          errorCode: 'HANDLER_NOT_FOUND',
          ...(cause && { cause }),
        });
      try {
        const handler = await resolver.resolve(definition, {});
        if (handler) return handler;
      } catch (error) {
        throw error instanceof ResolutionError ? refused(error) : error;
      }
      throw refused();
    },
  };
}
