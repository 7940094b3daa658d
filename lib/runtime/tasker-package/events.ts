import type { FfiStepEvent } from '../ffi-step-event.ts';
import type { EventName } from '../event-names.ts';
import type { TaskerEventMap } from './event-types.ts';
import type { NapiModule } from './native-module.ts';
import type { FfiDispatchMetrics, StepExecutionResult } from './native-types.ts';
import { NO_EVENTS, unavailable, type UnavailableClass } from './unavailable.ts';
import type {
  ErrorCallback,
  EventPollerConfig,
  EventSystemConfig,
  EventSystemStats,
  HandlerRegistryInterface,
  MetricsCallback,
  PollerState,
  StepEventCallback,
} from './worker-types.ts';

/** Is called at an event of a name. */
type Listener<Name extends EventName> = (payload: TaskerEventMap[Name]) => void;

/** Where a worker of Tasker tells of its steps; here the execution's history does. */
export interface TaskerEventEmitter {
  /** The id of this emitter. */
  getInstanceId(): string;
  /** Calls a function at each event of a name. */
  on<Name extends EventName>(event: Name, listener: Listener<Name>, context?: unknown): this;
  /** The same as {@link TaskerEventEmitter.on}. */
  addListener<Name extends EventName>(event: Name, listener: Listener<Name>, context?: unknown): this;
  /** Calls a function at the next event of a name alone. */
  once<Name extends EventName>(event: Name, listener: Listener<Name>, context?: unknown): this;
  /** Calls it no more. */
  off<Name extends EventName>(event: Name, listener?: Listener<Name>, context?: unknown, once?: boolean): this;
  /** The same as {@link TaskerEventEmitter.off}. */
  removeListener<Name extends EventName>(
    event: Name,
    listener?: Listener<Name>,
    context?: unknown,
    once?: boolean,
  ): this;
  /** Calls none of a name any more; without one, none at all. */
  removeAllListeners(event?: EventName): this;
  /** Tells of an event; false when nobody listens. */
  emit<Name extends EventName>(event: Name, payload: TaskerEventMap[Name]): boolean;
  /** The names to which somebody listens. */
  eventNames(): EventName[];
  /** Who listens to a name. */
  listeners<Name extends EventName>(event: Name): Listener<Name>[];
  /** How many listen to a name. */
  listenerCount(event: EventName): number;
  /** Tells that a step has come. */
  emitStepReceived(event: FfiStepEvent): void;
  /** Tells that a handler starts. */
  emitStepStarted(eventId: string, stepUuid: string, taskUuid: string, handlerName: string): void;
  /** Tells that a handler has succeeded. */
  emitStepCompleted(
    eventId: string,
    stepUuid: string,
    taskUuid: string,
    result: StepExecutionResult,
    executionTimeMs: number,
  ): void;
  /** Tells that a handler has failed. */
  emitStepFailed(eventId: string, stepUuid: string, taskUuid: string, error: Error): void;
  /** Tells that an outcome has gone to the orchestrator. */
  emitCompletionSent(eventId: string, stepUuid: string, success: boolean): void;
  /** Tells that the worker starts. */
  emitWorkerStarted(workerId?: string): void;
  /** Tells that the worker takes steps. */
  emitWorkerReady(workerId?: string): void;
  /** Tells that the worker stops. */
  emitWorkerShutdownStarted(workerId?: string): void;
  /** Tells that the worker has stopped. */
  emitWorkerStopped(workerId?: string): void;
  /** Tells that the worker has met an error. */
  emitWorkerError(error: Error, context?: Record<string, unknown>): void;
  /** Tells of new metrics. */
  emitMetricsUpdated(metrics: FfiDispatchMetrics): void;
  /** Tells that steps wait too long. */
  emitStarvationDetected(metrics: FfiDispatchMetrics): void;
}

/** What polls for the steps of a worker of Tasker; here state machines call the handlers. */
export interface EventPoller {
  /** Begins. */
  start(): void;
  /** Ends. */
  stop(): Promise<void>;
  /** Its state. */
  getState(): PollerState;
  /** Whether it runs. */
  isRunning(): boolean;
  /** Polls so far. */
  getPollCount(): number;
  /** Polls so far that went to their end. */
  getCycleCount(): number;
  /** Calls a function with each step. */
  onStepEvent(callback: StepEventCallback): this;
  /** Calls a function with each error. */
  onError(callback: ErrorCallback): this;
  /** Calls a function with the metrics. */
  onMetrics(callback: MetricsCallback): this;
}

/** What brings a worker of Tasker its steps; here state machines do. */
export interface EventSystem {
  /** Begins. */
  start(): void;
  /** Ends, once what runs is done. */
  stop(drainTimeoutMs?: number): Promise<void>;
  /** Whether it runs. */
  isRunning(): boolean;
  /** What it has done. */
  getStats(): EventSystemStats;
  /** Where it tells of steps. */
  getEmitter(): TaskerEventEmitter;
}

/** Emits a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const TaskerEventEmitter = /* @__PURE__ */ unavailable<UnavailableClass<TaskerEventEmitter>>(
  'TaskerEventEmitter',
  NO_EVENTS,
);
/** Polls a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const EventPoller = /* @__PURE__ */ unavailable<
  UnavailableClass<EventPoller, [module: NapiModule, emitter: TaskerEventEmitter, config?: EventPollerConfig]>
>('EventPoller', NO_EVENTS);
/** Makes a poller of a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const createEventPoller = /* @__PURE__ */ unavailable<
  (module: NapiModule, emitter: TaskerEventEmitter, config?: EventPollerConfig) => EventPoller
>('createEventPoller', NO_EVENTS);
/** Connects a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const EventSystem = /* @__PURE__ */ unavailable<
  UnavailableClass<EventSystem, [module: NapiModule, registry: HandlerRegistryInterface, config?: EventSystemConfig]>
>('EventSystem', NO_EVENTS);
