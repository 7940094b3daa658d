import type { JsonObject } from '../../json.ts';
import type { ResultSource } from '../results/result-source.ts';
import type { StepCheckpoint } from '../checkpoint/step-checkpoint.ts';
import type { FfiDependencyResult, FfiStepEvent } from '../ffi-step-event.ts';
import { loadEvent } from '../later/load-event.ts';
import { StepContext } from '../step-context.ts';
import type { StepCall } from './step-call.ts';

/** What a context has beside the call. */
export interface ContextMeans {
  /** The handler's name. */
  readonly handlerName: string;
  /** Where an earlier yield of the step stopped. */
  readonly checkpoint?: StepCheckpoint | undefined;
  /** The milliseconds that the invocation has left. */
  readonly timeLeft?: () => number;
  /** X-Ray's header of the invocation; absent where nothing is traced. */
  readonly traceHeader?: string | undefined;
}

/**
 * The context of one run of a handler, with the results of the step's ancestors. What few handlers ask for, such as the
 * event in Tasker's shape and ids, is made when it is read.
 */
export function makeContext(
  call: StepCall,
  sources: readonly ResultSource[],
  { handlerName, checkpoint, timeLeft, traceHeader }: ContextMeans,
): StepContext {
  // What a handler might change is made anew, as the next invocation would have it.
  const { task, step, batch } = structuredClone({ task: call.task, step: call.step, batch: call.batch });
  const dependencyResults = Object.fromEntries(sources.map(([name, open]) => [name, completed(call, name, open())]));
  let event: FfiStepEvent | undefined;
  return new StepContext({
    get event() {
      return (event ??= loadEvent().decodeEvent(
        { ...call, task, step, batch },
        { dependencyResults, checkpoint, traceHeader },
      ));
    },
    get stepUuid() {
      return loadEvent().stepUuidOf(call, step.name);
    },
    get traceparent() {
      return loadEvent().traceparentOf(traceHeader);
    },
    taskUuid: task.id,
    correlationId: task.request.correlation_id ?? task.id,
    handlerName,
    inputData: task.request.context ?? {},
    dependencyResults,
    stepConfig: step.config,
    stepInputs: step.inputs,
    retryCount: call.attempt - 1,
    maxRetries: step.max_attempts,
    redriveCount: task.redriveCount,
    checkpoint: checkpoint ?? null,
    timeLeft,
  });
}

/** The result is made when it is read. */
function completed(call: StepCall, step: string, read: () => JsonObject): FfiDependencyResult {
  return {
    get stepUuid() {
      return loadEvent().stepUuidOf(call, step);
    },
    success: true,
    get result() {
      return read();
    },
    status: 'completed',
  };
}
