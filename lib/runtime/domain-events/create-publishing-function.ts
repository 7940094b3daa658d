import { isUnansweredRun } from '../../contract/step-event.ts';
import {
  logFieldsOf,
  makeStepFunction,
  type StepFunction,
  type StepFunctionOptions,
} from '../adapter/create-step-function.ts';
import { openCall } from '../adapter/open-call.ts';
import type { Handlers } from '../adapter/select-handler.ts';
import { stdoutSink, withLog, writeLog } from '../log/log-scope.ts';
import { loadFailures } from '../later/load-failures.ts';
import { findResultStore } from '../results/find-result-store.ts';
import { type EventSetup, publishEvents } from './publish-events.ts';

/**
 * Makes the Lambda function of a handler whose step publishes domain events; see `createStepFunction`. `tasker-sfn` writes the call
 * when it bundles such a handler, and it publishes for runs that gave no answer, too. Functions without events hold none of this.
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
  const publish = publishEvents(setup, options.bus);
  const run = makeStepFunction(handlers, options, publish);
  const { logger = stdoutSink } = options;
  const findStore = findResultStore(options.results);
  return async (event, context) => {
    if (!isUnansweredRun(event)) return run(event, context);
    const { unanswered, caught, ...rest } = event;
    const call = await openCall({ ...rest, step: unanswered });
    return withLog(logger, logFieldsOf(call, context?.awsRequestId), async () => {
      const { unansweredError, keepFailure } = await loadFailures();
      const error = unansweredError(call, caught);
      const { message, type, retryable } = error.details;
      writeLog('ERROR', 'Step gave no answer', {
        error: caught.Error,
        error_message: message,
        error_type: type,
        retryable,
      });
      const store = await findStore();
      await keepFailure(call, error, store);
      await publish(call, { failure: error.details }, { store, context });
      throw error;
    });
  };
}
