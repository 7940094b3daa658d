import { PermanentError } from './errors.ts';

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

/** A stand-in that can be imported and passed around, and says why it does not work as soon as it is used. */
interface Unavailable {
  new (...args: readonly unknown[]): never;
  (...args: readonly unknown[]): never;
  readonly [member: string]: unknown;
}

function unavailable(name: string, instead: string): Unavailable {
  const refuse = (): never => {
    throw new NotAvailableError(name, instead);
  };
  // Scans over a module's exports ask every value for these; only a use is an error.
  const harmless = (target: object, key: string | symbol) => typeof key === 'symbol' || key === 'then' || key in target;
  return new Proxy(function unavailableExport() {} as unknown as Unavailable, {
    apply: refuse,
    construct: refuse,
    get: (target, key) => (harmless(target, key) ? (Reflect.get(target, key) as unknown) : refuse()),
  });
}

const NO_WORKER =
  'There is no worker to start: deploy handlers as Lambda functions, or run them with "tasker-sfn run" and "tasker-sfn local".';
const NO_EVENTS = 'There is no worker whose events could be watched: see the execution history and the logs.';
const NO_CLIENT = 'Inside a step there is no client yet: from elsewhere, use TaskerClient of "tasker-sfn/client".';
const NO_FFI = 'There is no native module: state machines call the handlers.';

/** Starts a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const bootstrapWorker = /* @__PURE__ */ unavailable('bootstrapWorker', NO_WORKER);
/** Stops a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const stopWorker = /* @__PURE__ */ unavailable('stopWorker', NO_WORKER);
/** Whether a worker is healthy in Tasker; here, using it throws a {@link NotAvailableError}. */
export const healthCheck = /* @__PURE__ */ unavailable('healthCheck', NO_WORKER);
/** The state of a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const getWorkerStatus = /* @__PURE__ */ unavailable('getWorkerStatus', NO_WORKER);
/** Lets a worker finish in Tasker; here, using it throws a {@link NotAvailableError}. */
export const transitionToGracefulShutdown = /* @__PURE__ */ unavailable('transitionToGracefulShutdown', NO_WORKER);
/** Whether a worker runs in Tasker; here, using it throws a {@link NotAvailableError}. */
export const isWorkerRunning = /* @__PURE__ */ unavailable('isWorkerRunning', NO_WORKER);
/** The version of Tasker's package; here, using it throws a {@link NotAvailableError}. */
export const getVersion = /* @__PURE__ */ unavailable('getVersion', NO_FFI);
/** The version of Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const getRustVersion = /* @__PURE__ */ unavailable('getRustVersion', NO_FFI);
/** A worker as a server in Tasker; here, using it throws a {@link NotAvailableError}. */
export const WorkerServer = /* @__PURE__ */ unavailable('WorkerServer', NO_WORKER);
/** Stops a worker in Tasker; here, using it throws a {@link NotAvailableError}. */
export const ShutdownController = /* @__PURE__ */ unavailable('ShutdownController', NO_WORKER);
/** Loads a worker's handlers in Tasker; here, using it throws a {@link NotAvailableError}. */
export const HandlerSystem = /* @__PURE__ */ unavailable('HandlerSystem', NO_WORKER);
/** Runs a worker's steps in Tasker; here, using it throws a {@link NotAvailableError}. */
export const StepExecutionSubscriber = /* @__PURE__ */ unavailable('StepExecutionSubscriber', NO_WORKER);
/** Connects a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const EventSystem = /* @__PURE__ */ unavailable('EventSystem', NO_EVENTS);
/** Polls a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const EventPoller = /* @__PURE__ */ unavailable('EventPoller', NO_EVENTS);
/** Makes a poller of a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const createEventPoller = /* @__PURE__ */ unavailable('createEventPoller', NO_EVENTS);
/** Emits a worker's events in Tasker; here, using it throws a {@link NotAvailableError}. */
export const TaskerEventEmitter = /* @__PURE__ */ unavailable('TaskerEventEmitter', NO_EVENTS);
/** Loads Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const FfiLayer = /* @__PURE__ */ unavailable('FfiLayer', NO_FFI);
/** Reads domain events from Tasker's native module; here, using it throws a {@link NotAvailableError}. */
export const createFfiPollAdapter = /* @__PURE__ */ unavailable('createFfiPollAdapter', NO_FFI);
/** Creates and reads tasks in Tasker; here, using it throws a {@link NotAvailableError}. */
export const TaskerClient = /* @__PURE__ */ unavailable('TaskerClient', NO_CLIENT);
/** Connects a client in Tasker; here, using it throws a {@link NotAvailableError}. */
export const getTaskerClient = /* @__PURE__ */ unavailable('getTaskerClient', NO_CLIENT);

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
