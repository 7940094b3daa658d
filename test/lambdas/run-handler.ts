import type { JsonObject } from '../../lib/json.ts';
import type { StepHandlerClass } from '../../lib/runtime/index.ts';
import { invoke, type Invocation } from '../runtime/invoke.ts';
import { sampleEvent } from '../runtime/sample-event.ts';

/** What a handler is given. */
export interface Given {
  readonly userInfo?: unknown;
  /** The results of its ancestors, by step. */
  readonly results?: Readonly<Record<string, JsonObject>>;
}

/** Runs a handler of the user registration once. */
export function runHandler(handler: StepHandlerClass, { userInfo, results = {} }: Given): Promise<Invocation> {
  const dependencies = Object.fromEntries(Object.entries(results).map(([step, result]) => [step, { result }]));
  const context: JsonObject = userInfo === undefined ? {} : { user_info: userInfo as JsonObject };
  return invoke(
    handler,
    sampleEvent({ task: { request: { context } }, step: { callable: handler.handlerName }, dependencies }),
  );
}

/** The result of a run that must succeed. */
export async function resultOf(handler: StepHandlerClass, given: Given): Promise<JsonObject> {
  const { reply, error, details } = await runHandler(handler, given);
  if (reply === undefined) throw new Error(`${error}: ${details?.message}`);
  return reply.result;
}
