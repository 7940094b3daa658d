import { readTraceHeader, writeTraceparent } from '../../contract/trace-context.ts';
import type { FfiDependencyResult, FfiStepEvent } from '../ffi-step-event.ts';
import { uuidOf } from '../uuid.ts';
import type { StepCall } from './step-call.ts';

/** What an event has beside the call. */
export interface EventMeans {
  readonly dependencyResults: Readonly<Record<string, FfiDependencyResult>>;
  readonly checkpoint: unknown;
  /** X-Ray's header of the invocation. */
  readonly traceHeader: string | undefined;
}

/** The event in Tasker's shape. Ids are made when they are read. */
export function decodeEvent(call: StepCall, { dependencyResults, checkpoint, traceHeader }: EventMeans): FfiStepEvent {
  const { task, step, attempt } = call;
  const { request } = task;
  const correlationId = request.correlation_id ?? task.id;
  const parentCorrelationId = request.parent_correlation_id ?? undefined;
  const trace = readTraceHeader(traceHeader);
  return {
    get eventId() {
      const again = task.redriveCount > 0 ? `/${task.redriveCount}` : '';
      return uuidOf(`${stepUuidOf(call, step.name)}/${attempt}${again}`);
    },
    taskUuid: task.id,
    get stepUuid() {
      return stepUuidOf(call, step.name);
    },
    correlationId,
    traceId: trace?.traceId,
    spanId: trace?.spanId,
    taskCorrelationId: correlationId,
    parentCorrelationId,
    task: {
      taskUuid: task.id,
      get namedTaskUuid() {
        return uuidOf(`${task.namespace}/${task.name}/${task.version}`);
      },
      name: task.name,
      namespace: task.namespace,
      version: task.version,
      context: request.context ?? {},
      correlationId,
      parentCorrelationId,
      complete: false,
      priority: request.priority ?? 0,
      initiator: request.initiator,
      sourceSystem: request.source_system,
      reason: request.reason,
      tags: request.tags,
      identityHash: task.id,
      createdAt: task.startedAt,
      updatedAt: task.startedAt,
      requestedAt: request.requested_at ?? task.startedAt,
      redriveCount: task.redriveCount,
    },
    workflowStep: {
      get workflowStepUuid() {
        return stepUuidOf(call, step.name);
      },
      taskUuid: task.id,
      get namedStepUuid() {
        return uuidOf(`${task.namespace}/${task.name}/${step.name}`);
      },
      name: step.name,
      templateStepName: call.batch?.template ?? step.name,
      retryable: step.retryable,
      maxAttempts: step.max_attempts,
      attempts: attempt - 1,
      inProcess: true,
      processed: false,
      inputs: step.inputs,
      createdAt: task.startedAt,
      updatedAt: task.startedAt,
      checkpoint,
    },
    stepDefinition: {
      name: call.batch?.template ?? step.name,
      handlerCallable: step.callable,
      handlerMethod: step.method,
      handlerInitialization: step.config,
      dependencies: [...step.dependencies],
      timeoutSeconds: step.timeout_seconds,
      retryRetryable: step.retryable,
      retryMaxAttempts: step.max_attempts,
    },
    dependencyResults,
  };
}

/** The same id on every attempt of the same step of the same execution. */
export function stepUuidOf(call: StepCall, step: string): string {
  return uuidOf(`${call.task.arn}/${step}`);
}

/** X-Ray's header as W3C's `traceparent`; undefined where nothing is traced. */
export function traceparentOf(traceHeader: string | undefined): string | undefined {
  const trace = readTraceHeader(traceHeader);
  return trace && writeTraceparent(trace);
}
