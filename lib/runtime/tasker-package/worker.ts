import type { HandlerSpec } from '../registry/handler-definition.ts';
import type { HandlerRegistry } from '../registry/handler-registry.ts';
import type { BaseResolver } from '../registry/resolver.ts';
import type { ResolverChain } from '../registry/resolver-chain.ts';
import type { ExecutableHandler, StepHandlerClass } from '../step-handler.ts';
import type { EventPoller, EventSystem, TaskerEventEmitter } from './events.ts';
import type { NapiModule } from './native-module.ts';
import type { FfiLayerConfig } from './native-types.ts';
import { NO_WORKER, unavailable, type UnavailableClass } from './unavailable.ts';
import type {
  BootstrapConfig,
  BootstrapResult,
  HandlerRegistryInterface,
  ServerHealthCheckResult,
  ServerState,
  ServerStatus,
  ShutdownHandler,
  StepExecutionSubscriberConfig,
  StopResult,
  WorkerServerConfig,
  WorkerStatus,
} from './worker-types.ts';

/** What a worker of Tasker can do as a server; there is none here. */
export interface WorkerServer {
  /** Starts it. */
  start(config?: WorkerServerConfig): Promise<this>;
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

/** The parts of a worker of Tasker; there is none here. */
export interface ServerComponents {
  /** The native module. */
  module: NapiModule;
  /** Where it tells of its steps. */
  emitter: TaskerEventEmitter;
  /** Its handlers. */
  registry: HandlerRegistry;
  /** What polls for its steps. */
  eventPoller: EventPoller;
  /** What runs them. */
  stepSubscriber: StepExecutionSubscriber;
  /** Its id. */
  workerId: string;
}

/** What stops a worker of Tasker in good order; there is none here. */
export interface ShutdownController {
  /** Is fulfilled when the worker is to stop. */
  readonly promise: Promise<void>;
  /** Whether it is to stop. */
  readonly isRequested: boolean;
  /** The signal that asked for it; null when none did. */
  readonly signal: string | null;
  /** Calls a function when the worker stops. */
  onShutdown(handler: ShutdownHandler): void;
  /** Asks the worker to stop. */
  trigger(signal: string): void;
  /** Calls the functions, in their order. */
  executeHandlers(): Promise<void>;
  /** Forgets everything. */
  reset(): void;
}

/** What knows the handlers of a worker of Tasker; here each function has its own. */
export interface HandlerSystem {
  /** Gets ready to find handlers. */
  initialize(): Promise<void>;
  /** Whether it is ready. */
  readonly initialized: boolean;
  /** Loads the handlers of a folder; returns how many. */
  loadFromPath(path: string): Promise<number>;
  /** Loads the handlers of the folder that the environment names; returns how many. */
  loadFromEnv(): Promise<number>;
  /** Adds a handler. */
  register(name: string, handlerClass: StepHandlerClass): void;
  /** Removes a handler; false when there was none. */
  unregister(name: string): boolean;
  /** The handler; null when nobody knows it. */
  resolve(handlerSpec: HandlerSpec): Promise<ExecutableHandler | null>;
  /** Whether there is a handler of this name. */
  isRegistered(name: string): boolean;
  /** The names of the handlers. */
  listHandlers(): string[];
  /** How many there are. */
  handlerCount(): number;
  /** Removes them all. */
  clear(): void;
  /** Adds a resolver. */
  addResolver(resolver: BaseResolver): Promise<void>;
  /** The resolver of this name; undefined when there is none. */
  getResolver(name: string): Promise<BaseResolver | undefined>;
  /** The resolvers with their priorities. */
  listResolvers(): Promise<[string, number][]>;
  /** The chain of resolvers. */
  getResolverChain(): Promise<ResolverChain | null>;
  /** What knows the handlers by their names. */
  getRegistry(): HandlerRegistry;
  /** What it knows, for a log. */
  debugInfo(): Record<string, unknown>;
}

/** What runs the steps of a worker of Tasker; here state machines do. */
export interface StepExecutionSubscriber {
  /** Begins to take steps. */
  start(): void;
  /** Takes no more. */
  stop(): void;
  /** Whether it takes steps. */
  isRunning(): boolean;
  /** Steps that were run. */
  getProcessedCount(): number;
  /** Steps that failed. */
  getErrorCount(): number;
  /** Handlers that run now. */
  getActiveHandlers(): number;
  /** Waits until no handler runs; false when that takes longer than so many milliseconds. */
  waitForCompletion(timeoutMs?: number): Promise<boolean>;
}

/** Starts a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const bootstrapWorker = /* @__PURE__ */ unavailable<
  (config?: BootstrapConfig, module?: NapiModule) => Promise<BootstrapResult>
>('bootstrapWorker', NO_WORKER);
/** Stops a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const stopWorker = /* @__PURE__ */ unavailable<(module?: NapiModule) => StopResult>('stopWorker', NO_WORKER);
/** Whether a worker is healthy in Tasker; here, using it throws a {@link NotAvailableError}. */
export const healthCheck = /* @__PURE__ */ unavailable<(module?: NapiModule) => boolean>('healthCheck', NO_WORKER);
/** The state of a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const getWorkerStatus = /* @__PURE__ */ unavailable<(module?: NapiModule) => WorkerStatus>(
  'getWorkerStatus',
  NO_WORKER,
);
/** Lets a worker finish in Tasker; here, using it throws a {@link NotAvailableError}. */
export const transitionToGracefulShutdown = /* @__PURE__ */ unavailable<(module?: NapiModule) => StopResult>(
  'transitionToGracefulShutdown',
  NO_WORKER,
);
/** Whether a worker runs in Tasker; here, using it throws a {@link NotAvailableError}. */
export const isWorkerRunning = /* @__PURE__ */ unavailable<(module?: NapiModule) => boolean>(
  'isWorkerRunning',
  NO_WORKER,
);
/** A worker as a server in Tasker; here, using it throws a {@link NotAvailableError}. */
export const WorkerServer = /* @__PURE__ */ unavailable<UnavailableClass<WorkerServer, [ffiConfig?: FfiLayerConfig]>>(
  'WorkerServer',
  NO_WORKER,
);
/** Stops a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const ShutdownController = /* @__PURE__ */ unavailable<UnavailableClass<ShutdownController>>(
  'ShutdownController',
  NO_WORKER,
);
/** Loads a worker's handlers in Tasker; here, using it throws a {@link NotAvailableError}. */
export const HandlerSystem = /* @__PURE__ */ unavailable<UnavailableClass<HandlerSystem>>('HandlerSystem', NO_WORKER);
/** Runs a worker's steps in Tasker; here, using it throws a {@link NotAvailableError}. */
export const StepExecutionSubscriber = /* @__PURE__ */ unavailable<
  UnavailableClass<
    StepExecutionSubscriber,
    [
      emitter: TaskerEventEmitter,
      registry: HandlerRegistryInterface,
      module: NapiModule,
      config?: StepExecutionSubscriberConfig,
    ]
  >
>('StepExecutionSubscriber', NO_WORKER);
