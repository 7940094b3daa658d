import { PermanentError } from './errors.ts';
import type { EventName } from './event-names.ts';
import type { StepHandlerClass } from './step-handler.ts';
import type {
  CreateTaskOptions,
  HealthCheckResponse,
  ListTasksOptions,
  StepAuditResponse,
  StepResponse,
  TaskListResponse,
  TaskResponse,
} from './tasker-package/client-types.ts';
import type {
  BootstrapConfig,
  BootstrapResult,
  ErrorCallback,
  EventPollerConfig,
  EventSystemStats,
  MetricsCallback,
  PollerState,
  ServerHealthCheckResult,
  ServerState,
  ServerStatus,
  ShutdownHandler,
  StepEventCallback,
  StopResult,
  WorkerServerConfig,
  WorkerStatus,
} from './tasker-package/worker-types.ts';

/**
 * Something of Tasker's package that has no place in a step's function, or is not there yet. No later attempt can mend it,
 * so it is permanent.
 */
export class NotAvailableError extends PermanentError {
  constructor(name: string, instead: string) {
    super(`"${name}" is not available in tasker-sfn. ${instead}`, 'NOT_AVAILABLE');
    this.name = 'NotAvailableError';
  }
}

/** What stands in for a class: its instances would have the members that Tasker's have. */
interface UnavailableClass<Instance> {
  new (...args: readonly never[]): Instance;
  readonly [member: string]: unknown;
}

/** A stand-in that can be imported and passed around, and says why it does not work as soon as it is used. */
interface Unavailable {
  new (...args: readonly unknown[]): never;
  (...args: readonly unknown[]): never;
  readonly [member: string]: unknown;
}

function unavailable<T = Unavailable>(name: string, instead: string): T {
  const refuse = (): never => {
    throw new NotAvailableError(name, instead);
  };
  // Scans over a module's exports ask every value for these; only a use is an error.
  const harmless = (target: object, key: string | symbol) => typeof key === 'symbol' || key === 'then' || key in target;
  const standIn = new Proxy(function unavailableExport() {}, {
    apply: refuse,
    construct: refuse,
    get: (target, key) => (harmless(target, key) ? (Reflect.get(target, key) as unknown) : refuse()),
  });
  return standIn as T;
}

/** What a worker of Tasker can do as a server; there is none here. */
export interface WorkerServer {
  /** Starts it. */
  start(config?: WorkerServerConfig): Promise<void>;
  /** Stops it. */
  shutdown(): Promise<void>;
  /** Calls a function when it stops. */
  onShutdown(handler: ShutdownHandler): void;
  /** How it stands. */
  status(): ServerStatus;
  /** Whether it is healthy. */
  healthCheck(): ServerHealthCheckResult;
  /** Its state. */
  getState(): ServerState;
  /** Its id. */
  getWorkerId(): string | null;
  /** Whether it takes steps. */
  isRunning(): boolean;
  /** What knows its handlers. */
  getHandlerSystem(): HandlerSystem;
  /** What brings it its steps. */
  getEventSystem(): EventSystem | null;
}

/** What stops a worker of Tasker in good order; there is none here. */
export interface ShutdownController {
  /** Calls a function when the worker stops. */
  onShutdown(handler: ShutdownHandler): void;
}

/** What knows the handlers of a worker of Tasker; here each function has its own. */
export interface HandlerSystem {
  /** Loads the handlers of a folder; returns how many. */
  loadFromPath(path: string): Promise<number>;
  /** Loads the handlers of the folder that the environment names; returns how many. */
  loadFromEnv(): Promise<number>;
  /** Adds a handler. */
  register(name: string, handler: StepHandlerClass): void;
  /** The names of the handlers. */
  listHandlers(): string[];
  /** How many there are. */
  handlerCount(): number;
}

/** What runs the steps of a worker of Tasker; here state machines do. */
export interface StepExecutionSubscriber {
  /** Begins to take steps. */
  start(): void;
  /** Takes no more. */
  stop(): void;
  /** Steps that were run. */
  getProcessedCount(): number;
  /** Steps that failed. */
  getErrorCount(): number;
  /** Handlers that run now. */
  getActiveHandlers(): number;
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
  /** Calls a function with each step. */
  onStepEvent(callback: StepEventCallback): this;
  /** Calls a function with each error. */
  onError(callback: ErrorCallback): this;
  /** Calls a function with the metrics. */
  onMetrics(callback: MetricsCallback): this;
}

/** Where a worker of Tasker tells of its steps; here the execution's history does. */
export interface TaskerEventEmitter {
  /** Calls a function at each event of a name. */
  on(event: EventName, listener: (payload: never) => void): this;
  /** Calls it no more. */
  off(event: EventName, listener: (payload: never) => void): this;
  /** Tells of an event. */
  emit(event: EventName, payload: unknown): boolean;
}

/** Tasker's native module; there is none here. */
export interface FfiLayer {
  /** Loads it. */
  load(path?: string): Promise<void>;
  /** Whether it is loaded. */
  isLoaded(): boolean;
}

/** Tasker's own client, all of whose calls are synchronous; from outside of a step, there is that of `tasker-sfn/client`. */
export interface TaskerClient {
  /** Creates a task. */
  createTask(options: CreateTaskOptions): TaskResponse;
  /** Reads a task. */
  getTask(taskUuid: string): TaskResponse;
  /** Lists tasks. */
  listTasks(options?: ListTasksOptions): TaskListResponse;
  /** Cancels a task. */
  cancelTask(taskUuid: string): void;
  /** Reads the steps of a task. */
  listTaskSteps(taskUuid: string): StepResponse[];
  /** Reads a step. */
  getStep(taskUuid: string, stepUuid: string): StepResponse;
  /** Reads the audit of a step. */
  getStepAuditHistory(taskUuid: string, stepUuid: string): StepAuditResponse[];
  /** Whether the API is healthy. */
  healthCheck(): HealthCheckResponse;
}

const NO_WORKER =
  'There is no worker to start: deploy handlers as Lambda functions, or run them with "tasker-sfn run" and "tasker-sfn local".';
const NO_EVENTS = 'There is no worker whose events could be watched: see the execution history and the logs.';
const NO_CLIENT = 'Inside a step there is no client yet: from elsewhere, use TaskerClient of "tasker-sfn/client".';
const NO_FFI = 'There is no native module: state machines call the handlers.';

/** Starts a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const bootstrapWorker = /* @__PURE__ */ unavailable<(config?: BootstrapConfig) => Promise<BootstrapResult>>(
  'bootstrapWorker',
  NO_WORKER,
);
/** Stops a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const stopWorker = /* @__PURE__ */ unavailable<() => StopResult>('stopWorker', NO_WORKER);
/** Whether a worker is healthy in Tasker; here, using it throws a {@link NotAvailableError}. */
export const healthCheck = /* @__PURE__ */ unavailable<() => boolean>('healthCheck', NO_WORKER);
/** The state of a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const getWorkerStatus = /* @__PURE__ */ unavailable<() => WorkerStatus>('getWorkerStatus', NO_WORKER);
/** Lets a worker finish in Tasker; here, using it throws a {@link NotAvailableError}. */
export const transitionToGracefulShutdown = /* @__PURE__ */ unavailable<() => StopResult>(
  'transitionToGracefulShutdown',
  NO_WORKER,
);
/** Whether a worker runs in Tasker; here, using it throws a {@link NotAvailableError}. */
export const isWorkerRunning = /* @__PURE__ */ unavailable<() => boolean>('isWorkerRunning', NO_WORKER);
/** The version of Tasker's package; here, using it throws a {@link NotAvailableError}. */
export const getVersion = /* @__PURE__ */ unavailable<() => string>('getVersion', NO_FFI);
/** The version of Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const getRustVersion = /* @__PURE__ */ unavailable<() => string>('getRustVersion', NO_FFI);
/** A worker as a server in Tasker; here, using it throws a {@link NotAvailableError}. */
export const WorkerServer = /* @__PURE__ */ unavailable<UnavailableClass<WorkerServer>>('WorkerServer', NO_WORKER);
/** Stops a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const ShutdownController = /* @__PURE__ */ unavailable<UnavailableClass<ShutdownController>>(
  'ShutdownController',
  NO_WORKER,
);
/** Loads a worker's handlers in Tasker; here, using it throws a {@link NotAvailableError}. */
export const HandlerSystem = /* @__PURE__ */ unavailable<UnavailableClass<HandlerSystem>>('HandlerSystem', NO_WORKER);
/** Runs a worker's steps in Tasker; here, using it throws a {@link NotAvailableError}. */
export const StepExecutionSubscriber = /* @__PURE__ */ unavailable<UnavailableClass<StepExecutionSubscriber>>(
  'StepExecutionSubscriber',
  NO_WORKER,
);
/** Connects a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const EventSystem = /* @__PURE__ */ unavailable<UnavailableClass<EventSystem>>('EventSystem', NO_EVENTS);
/** Polls a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const EventPoller = /* @__PURE__ */ unavailable<UnavailableClass<EventPoller>>('EventPoller', NO_EVENTS);
/** Makes a poller of a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const createEventPoller = /* @__PURE__ */ unavailable<
  (module: unknown, emitter: TaskerEventEmitter, config?: EventPollerConfig) => EventPoller
>('createEventPoller', NO_EVENTS);
/** Emits a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const TaskerEventEmitter = /* @__PURE__ */ unavailable<UnavailableClass<TaskerEventEmitter>>(
  'TaskerEventEmitter',
  NO_EVENTS,
);
/** Loads Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const FfiLayer = /* @__PURE__ */ unavailable<UnavailableClass<FfiLayer>>('FfiLayer', NO_FFI);
/** Reads domain events from Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const createFfiPollAdapter = /* @__PURE__ */ unavailable('createFfiPollAdapter', NO_FFI);
/** Creates and reads tasks in Tasker; here, using it throws a {@link NotAvailableError}. */
export const TaskerClient = /* @__PURE__ */ unavailable<UnavailableClass<TaskerClient>>('TaskerClient', NO_CLIENT);
/** Connects a client in Tasker; here, using it throws a {@link NotAvailableError}. */
export const getTaskerClient = /* @__PURE__ */ unavailable<() => Promise<TaskerClient>>('getTaskerClient', NO_CLIENT);

/** What Tasker's client throws; here for handlers that catch it. */
export class TaskerClientError extends Error {
  /** Whether the same call may succeed later. */
  readonly recoverable: boolean;

  constructor(message: string, recoverable = false) {
    super(message);
    this.name = 'TaskerClientError';
    this.recoverable = recoverable;
  }
}
