import type { TraceContext } from '../../contract/trace-context.ts';
import type { JsonObject } from '../../json.ts';
import type { StepCheckpoint } from '../checkpoint/step-checkpoint.ts';
import type { FfiDependencyResult, FfiStepEvent } from '../ffi-step-event.ts';
import { uuidOf } from '../uuid.ts';
import type { StepCall } from './step-call.ts';

/**
 * The event in Tasker's shape, with the results of the step's ancestors by name. Ids are made when they are read.
 */
export function decodeEvent(
  call: StepCall,
  results: Readonly<Record<string, JsonObject>>,
  {
    checkpoint,
    trace,
  }: { readonly checkpoint?: StepCheckpoint | undefined; readonly trace?: TraceContext | undefined } = {},
): FfiStepEvent {
  const { task, step, attempt } = call;
  const { request } = task;
  const correlationId = request.correlation_id ?? task.id;
  const parentCorrelationId = request.parent_correlation_id ?? undefined;
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
      maxAttempts: step.maxAttempts,
      attempts: attempt - 1,
      inProcess: true,
      processed: false,
      inputs: inputsOf(call),
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
      timeoutSeconds: step.timeoutSeconds,
      retryRetryable: step.retryable,
      retryMaxAttempts: step.maxAttempts,
    },
    dependencyResults: Object.fromEntries(Object.keys(results).map((name) => [name, completed(call, name, results)])),
  };
}

/** A worker's part of the work lies beside its configuration. Tasker: "Batch workers". */
function inputsOf({ step, batch }: StepCall): JsonObject {
  if (batch === undefined) return step.config;
  const { cursor, metadata, is_no_op } = batch;
  return { ...step.config, cursor, batch_metadata: { ...metadata }, is_no_op };
}

/** The result is made when it is read. */
function completed(call: StepCall, step: string, results: Readonly<Record<string, JsonObject>>): FfiDependencyResult {
  return {
    get stepUuid() {
      return stepUuidOf(call, step);
    },
    success: true,
    get result() {
      return results[step];
    },
    status: 'completed',
  };
}

/** The same id on every attempt of the same step of the same execution. */
export function stepUuidOf(call: StepCall, step: string): string {
  return uuidOf(`${call.task.arn}/${step}`);
}
