import type { ErrorDetails } from '../../lib/contract/errors.ts';
import type { StepEvent, StepReply } from '../../lib/contract/step-event.ts';
import {
  createStepFunction,
  defineHandler,
  type HandlerFn,
  type Handlers,
  type LogRecord,
  type LogSink,
  type StepFunction,
  type StepFunctionOptions,
} from '../../lib/runtime/index.ts';
import { sampleEvent } from './sample-event.ts';

/** What an invocation came to. */
export interface Invocation {
  readonly reply?: StepReply;
  /** The error's name, as the state machine sees it. */
  readonly error?: string;
  readonly details?: ErrorDetails;
  readonly stack?: string;
  readonly log: readonly LogRecord[];
}

/** Calls a step's function once. */
export async function invoke(
  handlers: Handlers,
  event: StepEvent = sampleEvent(),
  options: StepFunctionOptions = {},
): Promise<Invocation> {
  return invokeFunction((logger) => createStepFunction(handlers, { logger, ...options }), event);
}

/** Calls a function once that is made with a log. */
export async function invokeFunction(make: (logger: LogSink) => StepFunction, event: StepEvent): Promise<Invocation> {
  const log: LogRecord[] = [];
  try {
    return { reply: await make((record) => log.push(record))(event), log };
  } catch (thrown) {
    const { name, message, stack } = thrown as Error;
    return { error: name, details: JSON.parse(message) as ErrorDetails, stack, log };
  }
}

/** The handler of the sample event, as a function. */
export function handlerOf(fn: HandlerFn) {
  return defineHandler('Shop.ChargeHandler', {}, fn);
}
