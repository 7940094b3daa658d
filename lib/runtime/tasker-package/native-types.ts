import type { FfiDomainEvent } from '../domain-events/domain-event.ts';
import type {
  FfiDependencyResult,
  FfiStepDefinition,
  FfiStepEvent,
  FfiTaskInfo,
  FfiWorkflowStep,
} from '../ffi-step-event.ts';

// The types of Tasker's native module, for code that names them. There is no such module here.

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
  oldestPendingAgeMs: number | null;
  /** How long the newest has waited. */
  newestPendingAgeMs: number | null;
  /** The id of the oldest. */
  oldestEventId: string | null;
}

/** How many steps wait for a worker. */
export type NapiDispatchMetrics = FfiDispatchMetrics;

/** What a batch worker leaves at a checkpoint. */
export interface CheckpointYieldData {
  /** The id of the step. */
  stepUuid: string;
  /** Where it goes on. */
  cursor: unknown;
  /** Items that are done. */
  itemsProcessed: number;
  /** What has come of them. */
  accumulatedResults?: Record<string, unknown>;
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
  context: unknown;
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
  data: unknown;
  /** Why it failed. */
  error: string | null;
  /** Whether the same call may succeed later. */
  recoverable: boolean | null;
}

/** What is known of a run of a handler. */
export interface StepExecutionMetadata {
  /** How long it took. */
  executionTimeMs: number;
  /** The worker that ran it. */
  workerId?: string;
  /** The handler's name. */
  handlerName?: string;
  /** Which attempt it was. */
  attemptNumber?: number;
  /** Anything else. */
  [field: string]: unknown;
}

/** What a worker reports of a step. */
export interface StepExecutionResult {
  /** The id of the step. */
  stepUuid: string;
  /** Whether it succeeded. */
  success: boolean;
  /** What the handler returned. */
  result: Record<string, unknown>;
  /** How it ended. */
  status: 'completed' | 'failed' | 'error';
  /** What went wrong. */
  errorMessage?: string;
  /** The type of the error. */
  errorType?: string;
  /** Whether another attempt makes sense. */
  errorRetryable?: boolean;
  /** The HTTP status of the failure. */
  errorStatusCode?: number;
  /** What is known of the run. */
  metadata?: StepExecutionMetadata;
}

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
  workerId: string | null;
}

/** How a worker stands. */
export interface FfiWorkerStatus {
  /** Whether that is known. */
  success: boolean;
  /** Whether it runs. */
  running: boolean;
  /** The id of the worker. */
  workerId: string | null;
  /** How it stands. */
  status: string | null;
  /** Its environment. */
  environment: string | null;
}

/** How the stop of a worker went. */
export type FfiStopResult = FfiWorkerStatus;

/** How the native module is loaded. */
export interface FfiLayerConfig {
  /** Its path. */
  libraryPath?: string;
}
