import type { StepFunctions } from '../../client/index.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import type { Caught, CompletedEntry } from '../../contract/step-entry.ts';
import type { StepReply } from '../../contract/step-event.ts';
import { readOutcome, readStopping } from '../batch/child-batch.ts';
import { timeLeftOf } from '../checkpoint/time-left.ts';
import type { EventBus } from '../domain-events/event-bus.ts';
import type { EventPublication } from '../domain-events/publish-events.ts';
import { withLog, writeLog, type LogSink, stdoutSink } from '../log/log-scope.ts';
import { openResultStore } from '../results/open-result-store.ts';
import type { ResultStore } from '../results/result-store.ts';
import { answerCarried } from './answer-carried.ts';
import { reportOn } from './report.ts';
import { runStep } from './run-step.ts';
import { type Handlers, listHandlers } from './select-handler.ts';
import { readCall } from './read-call.ts';
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
  const classes = listHandlers(handlers);
  const logger = options.logger ?? stdoutSink;
  const results = options.results ?? openResultStore(process.env);

  return async (event, context) => {
    const call = readCall(event);
    const { completed, givenUp } = call;
    const fields = logFieldsOf(call, context?.awsRequestId);
    if (completed !== undefined) return withLog(logger, fields, async () => replyAgain(completed));
    if (givenUp !== undefined) return withLog(logger, fields, async () => failAgain(givenUp));
    if (call.isStopped) return withLog(logger, fields, async () => failAgain(await readStopping(call, results)));
    return withLog(logger, fields, async () => {
      const answer = await answerCarried(call, results);
      if (answer !== undefined) return answer;
      const outcome = await readOutcome(call, results);
      if (outcome !== undefined) return replyAgain(outcome);
      return reportOn(call, () =>
        runStep(classes, call, {
          store: results,
          timeLeft: timeLeftOf(context, call.step.timeoutSeconds),
          tasks: options.tasks,
          tell: (end) => publish?.(call, end, { bus: options.bus, store: results, context }),
        }),
      );
    });
  };
}

/** What a step replied that completed before its task was redriven; a later failure, which may lie beside it, is settled. */
function replyAgain(completed: CompletedEntry & { readonly failure?: unknown }): StepReply {
  writeLog('INFO', 'Step completed before the redrive');
  const reply = { ...completed };
  delete reply.failure;
  // The result is null where it was resolved, which no handler's is.
  return reply as StepReply;
}

/** Fails as a worker did before its task was redriven, or as the one that has stopped its batch. */
function failAgain({ Error: name, Cause = '' }: Caught): never {
  writeLog('INFO', 'Tell how a worker failed before');
  const error = new Error(messageIn(Cause));
  error.name = name;
  error.stack = name;
  throw error;
}

/** The message in what Lambda makes of an error. */
function messageIn(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { readonly errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}

/** What is on every line of the log of a call. */
export function logFieldsOf({ task, step, attempt }: StepCall, requestId: string | undefined): Record<string, unknown> {
  // Whoever starts an execution may have given it anything.
  const request = task.request as TaskRequest | null;
  const parent = request?.parent_correlation_id ?? undefined;
  return {
    correlation_id: request?.correlation_id ?? task.id,
    ...(parent !== undefined && { parent_correlation_id: parent }),
    task_id: task.id,
    namespace: task.namespace,
    task: task.name,
    step: step.name,
    attempt,
    ...(requestId !== undefined && { request_id: requestId }),
  };
}
