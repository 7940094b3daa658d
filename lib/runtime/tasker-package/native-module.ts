import type { DomainEvent } from '../domain-events/domain-event.ts';
import type { FfiStepEvent } from '../ffi-step-event.ts';
import type {
  FfiBootstrapConfig,
  FfiBootstrapResult,
  FfiDispatchMetrics,
  FfiLayerConfig,
  FfiWorkerStatus,
  NapiCheckpointYieldData,
  NapiClientResult,
  NapiDomainEvent,
  NapiListTasksParams,
  NapiTaskRequest,
} from './native-types.ts';
import { NO_FFI, unavailable, type UnavailableClass } from './unavailable.ts';

/** The functions of Tasker's native module; there is none here. */
export interface NapiModule {
  /** The version of the package. */
  getVersion(): string;
  /** The version of the native module. */
  getRustVersion(): string;
  /** Whether the module answers. */
  healthCheck(): boolean;
  /** Starts a worker. */
  bootstrapWorker(config: FfiBootstrapConfig): FfiBootstrapResult;
  /** Whether a worker runs. */
  isWorkerRunning(): boolean;
  /** How the worker stands. */
  getWorkerStatus(): FfiWorkerStatus;
  /** Stops the worker. */
  stopWorker(): FfiWorkerStatus;
  /** Lets the worker finish what it has begun. */
  transitionToGracefulShutdown(): FfiWorkerStatus;
  /** The next step; null when none waits. */
  pollStepEvents(): FfiStepEvent | null;
  /** Reports what came of a step; false when nobody waits for it. */
  completeStepEvent(eventId: string, result: Record<string, unknown>): boolean;
  /** The next domain event; null when none waits. */
  pollInProcessEvents(): NapiDomainEvent | null;
  /** Keeps a checkpoint and lets the step go on later; false when nobody waits for it. */
  checkpointYieldStepEvent(eventId: string, checkpoint: NapiCheckpointYieldData): boolean;
  /** How many steps wait. */
  getFfiDispatchMetrics(): FfiDispatchMetrics;
  /** Warns where steps wait too long. */
  checkStarvationWarnings(): void;
  /** Forgets steps that have taken too long. */
  cleanupTimeouts(): void;
  /** Creates a task. */
  clientCreateTask(request: NapiTaskRequest): NapiClientResult;
  /** Reads a task. */
  clientGetTask(taskUuid: string): NapiClientResult;
  /** Lists tasks. */
  clientListTasks(params: NapiListTasksParams): NapiClientResult;
  /** Cancels a task. */
  clientCancelTask(taskUuid: string): NapiClientResult;
  /** Reads the steps of a task. */
  clientListTaskSteps(taskUuid: string): NapiClientResult;
  /** Reads a step. */
  clientGetStep(taskUuid: string, stepUuid: string): NapiClientResult;
  /** Reads the audit of a step. */
  clientGetStepAuditHistory(taskUuid: string, stepUuid: string): NapiClientResult;
  /** Whether the orchestrator's API is healthy. */
  clientHealthCheck(): NapiClientResult;
  /** Writes a line of level ERROR. */
  logError(message: string, fields?: Record<string, unknown>): void;
  /** Writes a line of level WARN. */
  logWarn(message: string, fields?: Record<string, unknown>): void;
  /** Writes a line of level INFO. */
  logInfo(message: string, fields?: Record<string, unknown>): void;
  /** Writes a line of level DEBUG. */
  logDebug(message: string, fields?: Record<string, unknown>): void;
  /** Writes a line of level TRACE. */
  logTrace(message: string, fields?: Record<string, unknown>): void;
}

/** What loads Tasker's native module; there is none here. */
export interface FfiLayer {
  /** Loads it, from a path or from where it is found. */
  load(customPath?: string): Promise<void>;
  /** Forgets it. */
  unload(): Promise<void>;
  /** Whether it is loaded. */
  isLoaded(): boolean;
  /** The module. */
  getModule(): NapiModule;
  /** The same as {@link FfiLayer.getModule}. */
  getRuntime(): NapiModule;
  /** Where it was loaded from; null before it is. */
  getModulePath(): string | null;
}

/** {@link FfiLayer} as a class. */
interface FfiLayerClass extends UnavailableClass<FfiLayer, [config?: FfiLayerConfig]> {
  /** Where the module is; null when it is nowhere. */
  findModulePath(): string | null;
  /** The same as `findModulePath`. */
  findLibraryPath(callerDir?: string): string | null;
}

/** Loads Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const FfiLayer = /* @__PURE__ */ unavailable<FfiLayerClass>('FfiLayer', NO_FFI);
/** The version of Tasker's package; here, using it throws a {@link NotAvailableError}. */
export const getVersion = /* @__PURE__ */ unavailable<(module?: NapiModule) => string>('getVersion', NO_FFI);
/** The version of Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const getRustVersion = /* @__PURE__ */ unavailable<(module?: NapiModule) => string>('getRustVersion', NO_FFI);
/** Reads domain events from Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const createFfiPollAdapter = /* @__PURE__ */ unavailable<(module: NapiModule) => () => DomainEvent | null>(
  'createFfiPollAdapter',
  NO_FFI,
);
