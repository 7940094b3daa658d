import { type APICapable, ApiHandler } from '../api/api-handler.ts';
import { resultOf } from '../outcome.ts';
import type { StepHandlerClass } from '../step-handler.ts';
import { handlerClass } from './define-handler.ts';
import { collectArgs, type HandlerArgs, type HandlerOptions } from './handler-options.ts';

/** The service that an API handler calls. */
export interface ApiHandlerOptions extends HandlerOptions {
  /** What every path is put after, such as `https://fx.example.com`. */
  baseUrl: string;
  /** Milliseconds. @default 30000 */
  defaultTimeout?: number;
  /** Headers of every request; a request's own replace them. @default {} */
  defaultHeaders?: Record<string, string>;
}

/** The arguments of the function of an API handler: those of any handler, and the service. */
export type ApiHandlerArgs = HandlerArgs & {
  /** Calls the service, and makes results of its responses. */
  api: APICapable;
};

/**
 * Makes a handler that calls an HTTP service from a function, which gets the service as `api`.
 *
 * @example
 * ```ts
 * import { defineApiHandler } from 'tasker-sfn/runtime';
 *
 * export const Rates = defineApiHandler('Fx::Rates', { baseUrl: 'https://fx.example.com' }, async ({ api }) => {
 *   const response = await api.get('/latest');
 *   return response.ok ? api.apiSuccess(response) : api.apiFailure(response);
 * });
 * ```
 */
export function defineApiHandler(
  name: string,
  options: ApiHandlerOptions,
  fn: (args: ApiHandlerArgs) => unknown,
): StepHandlerClass {
  abstract class ConfiguredApiHandler extends ApiHandler {
    static override baseUrl = options.baseUrl;
    static override defaultTimeout = options.defaultTimeout ?? 30_000;
    static override defaultHeaders = options.defaultHeaders ?? {};
  }
  return handlerClass(ConfiguredApiHandler, name, options.version, async (api, context) =>
    resultOf(await fn({ ...collectArgs(context, options), api, context })),
  );
}
