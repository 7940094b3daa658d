import type { StepFunctions } from '../../client/index.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import type { StepReply } from '../../contract/step-event.ts';
import { timeLeftOf } from '../checkpoint/time-left.ts';
import type { EventBus } from '../domain-events/event-bus.ts';
import type { EventPublication } from '../domain-events/publish-events.ts';
import { withLog, type LogSink, stdoutSink } from '../log/log-scope.ts';
import { loadUnusual } from '../later/load-unusual.ts';
import { findResultStore } from '../results/find-result-store.ts';
import type { ResultStore } from '../results/result-store.ts';
import { readCall } from './read-call.ts';
import { reportOn } from './report.ts';
import { runStep } from './run-step.ts';
import { type Handlers, sourceOf } from './select-handler.ts';
import type { StepCall } from './step-call.ts';

/** What a step's function may be given instead of what its environment provides. */
export interface StepFunctionOptions {
  /** Takes the log, the handler's own lines included. What it throws is ignored: a log never fails the work. @default one line of JSON each on standard output */
  readonly logger?: LogSink;
  /** Where results lie that are too large to travel. @default the bucket that TASKER_SFN_RESULTS_BUCKET names */
  readonly results?: ResultStore;
  /** Where the domain events of its steps go. @default the bus that TASKER_SFN_EVENT_BUS names */
  readonly bus?: EventBus;
  /** How `getTaskerClient` reaches Step Functions. @default the AWS SDK finds out from the environment */
  readonly tasks?: StepFunctions;
}

/** What the runtime reads of Lambda's context. */
export interface InvocationContext {
  /** Lambda's id of the invocation: it is on every line of the log. */
  readonly awsRequestId?: string;
  /** X-Ray's header of the invocation. @default what the variable `_X_AMZN_TRACE_ID` says, which Lambda sets anew each time */
  readonly xRayTraceId?: string;
  /** The milliseconds until Lambda ends the invocation. @default 15 minutes from its beginning */
  getRemainingTimeInMillis?(): number;
}

/** A Lambda function that runs steps. */
export type StepFunction = (event: unknown, context?: InvocationContext) => Promise<StepReply>;

/**
 * Makes the Lambda function of one handler, or of several that it chooses from by the step's callable. It replies with
 * the handler's result, or throws an error whose name tells the state machine whether to try again.
 *
 * @example
 * ```ts
 * import { createStepFunction, defineHandler } from 'tasker-sfn/runtime';
 * const Ping = defineHandler('Demo::Ping', {}, () => ({ pong: true }));
 * export const handler = createStepFunction(Ping);
 * ```
 */
export function createStepFunction(handlers: Handlers, options: StepFunctionOptions = {}): StepFunction {
  return makeStepFunction(handlers, options);
}

/** The same, with what publishes the domain events of its steps. */
export function makeStepFunction(
  handlers: Handlers,
  options: StepFunctionOptions,
  publish?: EventPublication,
): StepFunction {
  const source = sourceOf(handlers);
  const { logger = stdoutSink, tasks } = options;
  const findStore = findResultStore(options.results);

  return async (event, context) => {
    const usual = readCall(event);
    const call = usual ?? (await loadUnusual()).readUnusualCall(event);
    return withLog(logger, logFieldsOf(call, context?.awsRequestId), async () => {
      const settled = call === usual ? undefined : await (await loadUnusual()).answerSettled(call, findStore);
      if (settled !== undefined) return settled;
      return reportOn(call, () =>
        runStep(source, call, {
          findStore,
          timeLeft: timeLeftOf(context, call.step.timeout_seconds),
          traceHeader: context?.xRayTraceId ?? process.env['_X_AMZN_TRACE_ID'],
          tasks,
          tell: publish && (async (end) => publish(call, end, { store: await findStore(), context })),
        }),
      );
    });
  };
}

/** What is on every line of the log of a call. */
export function logFieldsOf({ task, step, attempt }: StepCall, requestId: string | undefined): Record<string, unknown> {
  // Whoever starts an execution may have given it anything.
  const request = task.request as TaskRequest | null;
  return {
    correlation_id: request?.correlation_id ?? task.id,
    parent_correlation_id: request?.parent_correlation_id ?? undefined,
    task_id: task.id,
    namespace: task.namespace,
    task: task.name,
    step: step.name,
    attempt,
    request_id: requestId,
  };
}
