import type { FfiStepEvent } from '../ffi-step-event.ts';
import type { FfiDispatchMetrics, StepExecutionResult } from './native-types.ts';

// What Tasker's worker tells of as it runs, for code that names it. Nothing emits these events here.

/** What is told when a step has come. */
export interface StepExecutionReceivedPayload {
  /** The step. */
  event: FfiStepEvent;
  /** When it came. */
  receivedAt: Date;
}

/** What is told when a step's handler starts. */
export interface StepExecutionStartedPayload {
  /** The id of the attempt. */
  eventId: string;
  /** The id of the step. */
  stepUuid: string;
  /** The id of the task. */
  taskUuid: string;
  /** The handler's name. */
  handlerName: string;
  /** When it starts. */
  startedAt: Date;
}

/** What is told when a step's handler has succeeded. */
export interface StepExecutionCompletedPayload {
  /** The id of the attempt. */
  eventId: string;
  /** The id of the step. */
  stepUuid: string;
  /** The id of the task. */
  taskUuid: string;
  /** What came of it. */
  result: StepExecutionResult;
  /** How long it took, in milliseconds. */
  executionTimeMs: number;
  /** When it ended. */
  completedAt: Date;
}

/** What is told when a step's handler has failed or taken too long. */
export interface StepExecutionFailedPayload {
  /** The id of the attempt. */
  eventId: string;
  /** The id of the step. */
  stepUuid: string;
  /** The id of the task. */
  taskUuid: string;
  /** Why. */
  error: Error;
  /** When. */
  failedAt: Date;
}

/** What is told when the outcome of a step has gone to the orchestrator. */
export interface StepCompletionSentPayload {
  /** The id of the attempt. */
  eventId: string;
  /** The id of the step. */
  stepUuid: string;
  /** Whether the step succeeded. */
  success: boolean;
  /** When it went. */
  sentAt: Date;
}

/** What is told when a worker or its poller starts or stops. */
export interface WorkerEventPayload {
  /** The id of the worker. */
  workerId?: string;
  /** When. */
  timestamp: Date;
  /** The same for people. */
  message?: string;
}

/** What is told when a worker, its poller or its metrics meet an error. */
export interface WorkerErrorPayload {
  /** The error. */
  error: Error;
  /** When. */
  timestamp: Date;
  /** What else is known. */
  context?: Record<string, unknown>;
}

/** What is told when a poller has asked once. */
export interface PollerCyclePayload {
  /** Steps that came. */
  eventsProcessed: number;
  /** How often it has asked. */
  cycleNumber: number;
  /** When. */
  timestamp: Date;
}

/** What is told of how many steps wait. */
export interface MetricsPayload {
  /** How many. */
  metrics: FfiDispatchMetrics;
  /** When. */
  timestamp: Date;
}

/** What is told at each event, by the event's name. */
export interface TaskerEventMap {
  /** A step came from the orchestrator. */
  'step.execution.received': StepExecutionReceivedPayload;
  /** Its handler starts. */
  'step.execution.started': StepExecutionStartedPayload;
  /** Its handler succeeded. */
  'step.execution.completed': StepExecutionCompletedPayload;
  /** Its handler failed. */
  'step.execution.failed': StepExecutionFailedPayload;
  /** Its outcome went to the orchestrator. */
  'step.completion.sent': StepCompletionSentPayload;
  /** Its handler took too long. */
  'step.execution.timeout': StepExecutionFailedPayload;
  /** The worker starts. */
  'worker.started': WorkerEventPayload;
  /** It takes steps. */
  'worker.ready': WorkerEventPayload;
  /** It stops. */
  'worker.shutdown.started': WorkerEventPayload;
  /** It has stopped. */
  'worker.stopped': WorkerEventPayload;
  /** It has met an error. */
  'worker.error': WorkerErrorPayload;
  /** The poller starts. */
  'poller.started': WorkerEventPayload;
  /** It has stopped. */
  'poller.stopped': WorkerEventPayload;
  /** It has asked once. */
  'poller.cycle.complete': PollerCyclePayload;
  /** Steps wait too long. */
  'poller.starvation.detected': MetricsPayload;
  /** It has met an error. */
  'poller.error': WorkerErrorPayload;
  /** There are new metrics. */
  'metrics.updated': MetricsPayload;
  /** Metrics could not be collected. */
  'metrics.error': WorkerErrorPayload;
}
