import type { FfiStepEvent } from './ffi-step-event.ts';
import type { StepContextParams } from './step-context-params.ts';

/** The fields of the context of an event in Tasker's shape. */
export function paramsOfEvent(
  event: FfiStepEvent,
  handlerName: string,
  timeLeft?: () => number,
  traceparent?: string,
): StepContextParams {
  return {
    event,
    taskUuid: event.taskUuid,
    get stepUuid() {
      return event.stepUuid;
    },
    correlationId: event.correlationId,
    handlerName,
    inputData: asRecord(event.task.context),
    dependencyResults: event.dependencyResults,
    stepConfig: asRecord(event.stepDefinition.handlerInitialization),
    stepInputs: asRecord(event.workflowStep.inputs),
    retryCount: event.workflowStep.attempts ?? 0,
    maxRetries: event.workflowStep.maxAttempts ?? 3,
    ...(timeLeft !== undefined && { timeLeft }),
    ...(traceparent !== undefined && { traceparent }),
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
