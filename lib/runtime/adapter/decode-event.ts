import type { JsonObject } from '../../json.ts';
import type { StepEvent } from '../../contract/step-event.ts';
import type { FfiDependencyResult, FfiStepEvent } from '../ffi-step-event.ts';
import { attemptOf } from './attempt.ts';

/** Whether a function was invoked by a state machine of ours, and not by hand with some other event. */
export function isStepEvent(event: unknown): event is StepEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { step, task, retry, budget } = event as Partial<Record<keyof StepEvent, unknown>>;
  return [step, task, retry, budget].every((part) => typeof part === 'object' && part !== null);
}

/**
 * The event in Tasker's shape, with the results of the step's ancestors by name. Ids are made when they are read: few
 * handlers do, and what makes them takes a third of a cold start to load.
 */
export function decodeEvent(event: StepEvent, results: Readonly<Record<string, JsonObject>>): FfiStepEvent {
  const { task, step } = event;
  const { request } = task;
  const correlationId = request.correlation_id ?? task.id;
  const parentCorrelationId = request.parent_correlation_id ?? null;
  return {
    get eventId() {
      return uuidOf(`${stepUuidOf(event, step.name)}/${attemptOf(event)}`);
    },
    taskUuid: task.id,
    get stepUuid() {
      return stepUuidOf(event, step.name);
    },
    correlationId,
    traceId: null,
    spanId: null,
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
      initiator: request.initiator ?? null,
      sourceSystem: request.source_system ?? null,
      reason: request.reason ?? null,
      tags: request.tags ?? null,
      identityHash: task.id,
      createdAt: task.started_at,
      updatedAt: task.started_at,
      requestedAt: request.requested_at ?? task.started_at,
    },
    workflowStep: {
      get workflowStepUuid() {
        return stepUuidOf(event, step.name);
      },
      taskUuid: task.id,
      get namedStepUuid() {
        return uuidOf(`${task.namespace}/${task.name}/${step.name}`);
      },
      name: step.name,
      templateStepName: step.name,
      retryable: step.retryable,
      maxAttempts: step.max_attempts,
      attempts: attemptOf(event) - 1,
      inProcess: true,
      processed: false,
      inputs: configOf(step.config),
      results: null,
      backoffRequestSeconds: null,
      processedAt: null,
      lastAttemptedAt: null,
      createdAt: task.started_at,
      updatedAt: task.started_at,
      checkpoint: null,
    },
    stepDefinition: {
      name: step.name,
      description: null,
      handlerCallable: step.callable,
      handlerMethod: step.method ?? null,
      handlerResolver: null,
      handlerInitialization: configOf(step.config),
      systemDependency: null,
      dependencies: [...step.dependencies],
      timeoutSeconds: step.timeout_seconds ?? null,
      retryRetryable: step.retryable,
      retryMaxAttempts: step.max_attempts,
      retryBackoff: null,
      retryBackoffBaseMs: null,
      retryMaxBackoffMs: null,
    },
    dependencyResults: Object.fromEntries(
      Object.entries(results).map(([name, result]) => [name, completed(event, name, result)]),
    ),
  };
}

function completed(event: StepEvent, step: string, result: JsonObject): FfiDependencyResult {
  return {
    get stepUuid() {
      return stepUuidOf(event, step);
    },
    success: true,
    result,
    status: 'completed',
    errorMessage: null,
    errorType: null,
    errorRetryable: null,
  };
}

function configOf(config: JsonObject | string = {}): JsonObject {
  return typeof config === 'string' ? (JSON.parse(config) as JsonObject) : config;
}

/** The same id on every attempt of the same step of the same execution. */
function stepUuidOf(event: StepEvent, step: string): string {
  return uuidOf(`${event.task.arn}/${step}`);
}

/** A name as a UUID: version 8, made from a SHA-256 of the name (RFC 9562, section 5.8). */
function uuidOf(name: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0b11) | 0b1000).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
