/** Names of the events of a step in Tasker's worker. Nothing emits them here: see the execution's history. */
export const StepEventNames = {
  /** A step came from the orchestrator. */
  STEP_EXECUTION_RECEIVED: 'step.execution.received',
  /** Its handler starts. */
  STEP_EXECUTION_STARTED: 'step.execution.started',
  /** Its handler succeeded. */
  STEP_EXECUTION_COMPLETED: 'step.execution.completed',
  /** Its handler failed. */
  STEP_EXECUTION_FAILED: 'step.execution.failed',
  /** Its outcome went to the orchestrator. */
  STEP_COMPLETION_SENT: 'step.completion.sent',
  /** Its handler took too long. */
  STEP_EXECUTION_TIMEOUT: 'step.execution.timeout',
} as const;

/** Names of the events of a worker in Tasker. Nothing emits them here. */
export const WorkerEventNames = {
  /** The worker starts. */
  WORKER_STARTED: 'worker.started',
  /** It takes steps. */
  WORKER_READY: 'worker.ready',
  /** It stops. */
  WORKER_SHUTDOWN_STARTED: 'worker.shutdown.started',
  /** It has stopped. */
  WORKER_STOPPED: 'worker.stopped',
  /** It has met an error. */
  WORKER_ERROR: 'worker.error',
} as const;

/** Names of the events of a worker's poller in Tasker. Nothing emits them here. */
export const PollerEventNames = {
  /** The poller starts. */
  POLLER_STARTED: 'poller.started',
  /** It has stopped. */
  POLLER_STOPPED: 'poller.stopped',
  /** It has asked once. */
  POLLER_CYCLE_COMPLETE: 'poller.cycle.complete',
  /** Steps wait too long. */
  POLLER_STARVATION_DETECTED: 'poller.starvation.detected',
  /** It has met an error. */
  POLLER_ERROR: 'poller.error',
} as const;

/** Names of the events of a worker's metrics in Tasker. Nothing emits them here. */
export const MetricsEventNames = {
  /** There are new metrics. */
  METRICS_UPDATED: 'metrics.updated',
  /** Metrics could not be collected. */
  METRICS_ERROR: 'metrics.error',
} as const;

/** All names of events. */
export const EventNames = /* @__PURE__ */ allNames();

// A spread at the top of a module stays in every bundle, read or not.
function allNames() {
  return { ...StepEventNames, ...WorkerEventNames, ...PollerEventNames, ...MetricsEventNames } as const;
}

/** The name of an event of a step. */
export type StepEventName = (typeof StepEventNames)[keyof typeof StepEventNames];
/** The name of an event of a worker. */
export type WorkerEventName = (typeof WorkerEventNames)[keyof typeof WorkerEventNames];
/** The name of an event of a poller. */
export type PollerEventName = (typeof PollerEventNames)[keyof typeof PollerEventNames];
/** The name of an event of metrics. */
export type MetricsEventName = (typeof MetricsEventNames)[keyof typeof MetricsEventNames];
/** The name of any event. */
export type EventName = (typeof EventNames)[keyof typeof EventNames];
