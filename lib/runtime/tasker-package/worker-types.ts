import type { FfiStepEvent } from '../ffi-step-event.ts';
import type { FfiDispatchMetrics } from './native-types.ts';
import type { ExecutableHandler } from '../step-handler.ts';

// The types of Tasker's own worker, for code that names them. There is no worker here: state machines call the handlers.

/** How a worker is started. */
export interface BootstrapConfig {
  /** The id of the worker. @default a new id */
  workerId?: string;
  /** The namespace whose steps it runs. @default "default" */
  namespace?: string;
  /** The path of a configuration file. */
  configPath?: string;
  /** What is logged. @default "info" */
  logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  /** The address of the database. */
  databaseUrl?: string;
}

/** How the start of a worker went. */
export interface BootstrapResult {
  /** Whether it went well. */
  success: boolean;
  /** How it went. */
  status: 'started' | 'already_running' | 'error';
  /** The same for people. */
  message: string;
  /** The id of the worker. */
  workerId?: string;
  /** Why it failed. */
  error?: string;
}

/** How the stop of a worker went. */
export interface StopResult {
  /** Whether it went well. */
  success: boolean;
  /** How it went. */
  status: 'stopped' | 'not_running' | 'error';
  /** The same for people. */
  message: string;
  /** The id of the worker. */
  workerId?: string;
  /** Why it failed. */
  error?: string;
}

/** How a worker stands. */
export interface WorkerStatus {
  /** Whether that is known. */
  success: boolean;
  /** Whether it runs. */
  running: boolean;
  /** How it stands. */
  status?: string;
  /** The id of the worker. */
  workerId?: string;
  /** Its environment, such as "test". */
  environment?: string;
  /** How its core stands. */
  workerCoreStatus?: string;
  /** Whether it serves its API. */
  webApiEnabled?: boolean;
  /** The namespaces whose steps it runs. */
  supportedNamespaces?: string[];
  /** Connections to the database. */
  databasePoolSize?: number;
  /** Those that are idle. */
  databasePoolIdle?: number;
}

/** The states of a worker. */
export type ServerState = 'initialized' | 'starting' | 'running' | 'shutting_down' | 'stopped' | 'error';

/** How a worker stands as a server. */
export interface ServerStatus {
  /** Its state. */
  state: ServerState;
  /** Its id. */
  workerId: string | null;
  /** Whether it takes steps. */
  running: boolean;
  /** Steps that it has run. */
  processedCount: number;
  /** Steps that have failed. */
  errorCount: number;
  /** Handlers that run now. */
  activeHandlers: number;
  /** How long it has run. */
  uptimeMs: number;
}

/** Whether a worker is healthy. */
export interface ServerHealthCheckResult {
  /** Whether it is. */
  healthy: boolean;
  /** How it stands. */
  status?: ServerStatus;
  /** Why it is not. */
  error?: string;
}

/** How a worker is set up as a server. */
export interface WorkerServerConfig {
  /** The namespace whose steps it runs. @default "default" */
  namespace?: string;
  /** What is logged. @default "info" */
  logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  /** The path of a configuration file. */
  configPath?: string;
  /** The address of the database. */
  databaseUrl?: string;
  /** The path of the native module. */
  libraryPath?: string;
  /** Handlers that run at once. @default 10 */
  maxConcurrentHandlers?: number;
  /** How long a handler may take. @default 300000 */
  handlerTimeoutMs?: number;
  /** Between two polls. */
  pollIntervalMs?: number;
  /** Polls between two looks for steps that wait too long. */
  starvationCheckInterval?: number;
  /** Polls between two cleanups. */
  cleanupInterval?: number;
  /** Polls between two reports of metrics. */
  metricsInterval?: number;
}

/** Is called when a worker stops. */
export type ShutdownHandler = () => void | Promise<void>;

/** How a worker's poller is set up. */
export interface EventPollerConfig {
  /** Between two polls. */
  pollIntervalMs?: number;
  /** Polls between two looks for steps that wait too long. */
  starvationCheckInterval?: number;
  /** Polls between two cleanups. */
  cleanupInterval?: number;
  /** Polls between two reports of metrics. */
  metricsInterval?: number;
  /** Steps that one poll takes. @default 100 */
  maxEventsPerCycle?: number;
}

/** Is called with each step that a poller takes. */
export type StepEventCallback = (event: FfiStepEvent) => Promise<void>;

/** Is called with each error of a poller. */
export type ErrorCallback = (error: Error) => void;

/** Is called with the metrics of a poller. */
export type MetricsCallback = (metrics: FfiDispatchMetrics) => void;

/** The states of a poller. */
export type PollerState = 'stopped' | 'running' | 'stopping';

/** How what runs the steps of a worker is set up. */
export interface StepExecutionSubscriberConfig {
  /** The id of the worker. */
  workerId?: string;
  /** Handlers that run at once. @default 10 */
  maxConcurrent?: number;
  /** How long a handler may take. @default 300000 */
  handlerTimeoutMs?: number;
}

/** How a worker's event system is set up. */
export interface EventSystemConfig {
  /** Its poller. */
  poller?: EventPollerConfig;
  /** What runs the steps. */
  subscriber?: StepExecutionSubscriberConfig;
}

/** What a worker's event system has done. */
export interface EventSystemStats {
  /** Whether it runs. */
  running: boolean;
  /** Steps that it has run. */
  processedCount: number;
  /** Steps that have failed. */
  errorCount: number;
  /** Handlers that run now. */
  activeHandlers: number;
  /** Polls so far. */
  pollCount: number;
}

/** Where a worker finds its handlers. */
export interface HandlerRegistryInterface {
  /** The handler of a name. */
  resolve(name: string): Promise<ExecutableHandler | null>;
}
