import { makeStepFunction, type StepFunction, type StepFunctionOptions } from '../adapter/create-step-function.ts';
import type { Handlers } from '../adapter/select-handler.ts';
import { type EventSetup, publishEvents } from './publish-events.ts';

/**
 * Makes the Lambda function of a handler whose step publishes domain events; see `createStepFunction`. `tasker-sfn` writes the call
 * when it bundles such a handler. Functions without events hold none of this.
 *
 * @example
 * ```ts
 * import { createPublishingFunction, defineHandler } from 'tasker-sfn/runtime';
 * const Ping = defineHandler('Demo::Ping', {}, () => ({ pong: true }));
 * const declared = { 'demo/pings/1.0.0': { ping: [{ name: 'ping.answered', check: () => true }] } };
 * export const handler = createPublishingFunction(Ping, { declared });
 * ```
 */
export function createPublishingFunction(
  handlers: Handlers,
  setup: EventSetup,
  options: StepFunctionOptions = {},
): StepFunction {
  return makeStepFunction(handlers, options, publishEvents(setup));
}
