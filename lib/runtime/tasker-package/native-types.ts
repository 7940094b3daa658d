import type { FfiDomainEvent } from '../domain-events/domain-event.ts';
import type {
  FfiDependencyResult,
  FfiStepDefinition,
  FfiStepEvent,
  FfiTaskInfo,
  FfiWorkflowStep,
} from '../ffi-step-event.ts';
import type { NapiOrchestrationMetadata } from '../step-handler-result.ts';

// The types of Tasker's native module, for code that names them. There is no such module here. `any` stands where it stands
// in Tasker's own, so that what compiles there compiles here.
/* eslint-disable @typescript-eslint/no-explicit-any */

/** The event of a step. */
export type NapiStepEvent = FfiStepEvent;

/** The task of a step. */
export type NapiTaskInfo = FfiTaskInfo;

/** A step as it runs. */
export type NapiWorkflowStep = FfiWorkflowStep;

/** A step as its template declares it. */
export type NapiStepDefinition = FfiStepDefinition;

/** The result of an ancestor. */
export type NapiDependencyResult = FfiDependencyResult;

/** A domain event. */
export type NapiDomainEvent = FfiDomainEvent;

/** Where a domain event came from. */
export type NapiDomainEventMetadata = FfiDomainEvent['metadata'];

/** Where a domain event came from. */
export type FfiDomainEventMetadata = FfiDomainEvent['metadata'];

/** How many steps wait for a worker. */
export interface FfiDispatchMetrics {
  /** How many wait. */
  pendingCount: number;
  /** Whether some wait too long. */
  starvationDetected: boolean;
  /** How many do. */
  starvingEventCount: number;
  /** How long the oldest has waited. */
  oldestPendingAgeMs?: number;
  /** How long the newest has waited. */
  newestPendingAgeMs?: number;
  /** The id of the oldest. */
  oldestEventId?: string;
}

/** How many steps wait for a worker. */
export type NapiDispatchMetrics = FfiDispatchMetrics;

/** What a batch worker leaves at a checkpoint. */
export interface CheckpointYieldData {
  /** The id of the step. */
  stepUuid: string;
  /** Where it goes on. */
  cursor: any;
  /** Items that are done. */
  itemsProcessed: number;
  /** What has come of them. */
  accumulatedResults?: any;
}

/** What a batch worker leaves at a checkpoint. */
export type NapiCheckpointYieldData = CheckpointYieldData;

/** A request for a task, with every default filled in. */
export interface NapiTaskRequest {
  /** The template's name. */
  name: string;
  /** The template's namespace. */
  namespace: string;
  /** The template's version. */
  version: string;
  /** What the handlers read. */
  context: any;
  /** Who asks for the task. */
  initiator: string;
  /** The system that asks for it. */
  sourceSystem: string;
  /** Why it is asked for. */
  reason: string;
  /** Tags. */
  tags?: string[];
  /** The priority. */
  priority?: number;
  /** Ties the task to what caused it. */
  correlationId?: string;
  /** The correlation id of the task that this one belongs to. */
  parentCorrelationId?: string;
  /** The identity of the task. */
  idempotencyKey?: string;
}

/** Which tasks are listed. */
export interface NapiListTasksParams {
  /** How many at most. */
  limit?: number;
  /** How many are passed over. */
  offset?: number;
  /** The namespace. */
  namespace?: string;
  /** The state. */
  status?: string;
}

/** What came of a call of the client. */
export interface NapiClientResult {
  /** Whether it went well. */
  success: boolean;
  /** The answer. */
  data?: any;
  /** Why it failed. */
  error?: string;
  /** Whether the same call may succeed later. */
  recoverable?: boolean;
}

/** What is known of a run of a handler. */
export interface NapiStepExecutionMetadata {
  /** How long it took, in milliseconds. */
  executionTimeMs: number;
  /** The worker that ran it. */
  workerId?: string;
  /** When it ended: ISO 8601. */
  completedAt: string;
  /** Whether another attempt makes sense. */
  retryable?: boolean;
  /** The type of the error. */
  errorType?: string;
  /** The handler's own code of the error. */
  errorCode?: string;
  /** Anything else. */
  custom?: Record<string, unknown>;
}

/** What went wrong in a run of a handler. */
export interface NapiStepExecutionError {
  /** The same for people. */
  message: string;
  /** The type of the error. */
  errorType?: string;
  /** Whether another attempt makes sense. */
  retryable?: boolean;
  /** The HTTP status of the failure. */
  statusCode?: number;
  /** Where it happened. */
  backtrace?: string[];
  /** What else is known. */
  context?: Record<string, unknown>;
}

/** What a worker reports of a step. */
export interface NapiStepExecutionResult {
  /** The id of the step. */
  stepUuid: string;
  /** Whether it succeeded. */
  success: boolean;
  /** What the handler returned. */
  result: unknown;
  /** How it ended. */
  status: 'completed' | 'failed' | 'error';
  /** What is known of the run. */
  metadata: NapiStepExecutionMetadata;
  /** What went wrong. */
  error?: NapiStepExecutionError;
  /** What the handler has to say about its next attempt. */
  orchestrationMetadata?: NapiOrchestrationMetadata;
}

/** What is known of a run of a handler. */
export type StepExecutionMetadata = NapiStepExecutionMetadata;

/** What a worker reports of a step. */
export type StepExecutionResult = NapiStepExecutionResult;

/** Fields of a line of the log. */
export interface FfiLogFields {
  /** A field. */
  [field: string]: string | number | boolean | null;
}

/** How a worker is started. */
export interface FfiBootstrapConfig {
  /** The namespace whose steps it runs. */
  namespace?: string;
  /** The path of a configuration file. */
  configPath?: string;
}

/** How the start of a worker went. */
export interface FfiBootstrapResult {
  /** Whether it went well. */
  success: boolean;
  /** How it went. */
  status: string;
  /** The same for people. */
  message: string;
  /** The id of the worker. */
  workerId?: string;
}

/** How a worker stands. */
export interface FfiWorkerStatus {
  /** Whether that is known. */
  success: boolean;
  /** Whether it runs. */
  running: boolean;
  /** The id of the worker. */
  workerId?: string;
  /** How it stands. */
  status?: string;
  /** Its environment. */
  environment?: string;
}

/** How the stop of a worker went. */
export type FfiStopResult = FfiWorkerStatus;

/** How the native module is loaded. */
export interface FfiLayerConfig {
  /** Its path. @default where the package has it */
  modulePath?: string;
}
