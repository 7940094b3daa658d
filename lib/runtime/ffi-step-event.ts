// What Tasker's package has as optional is absent here where there is nothing to say, and `any` stands where it stands there, so
// that what compiles there compiles here.
/* eslint-disable @typescript-eslint/no-explicit-any */

/** The event of a step in the shape that Tasker hands to its TypeScript workers. Handlers see it as `context.event`. */
export interface FfiStepEvent {
  /** This attempt's id: another on every attempt, the same when Lambda delivers an event twice. */
  eventId: string;
  /** The task's id, which is the execution's name. */
  taskUuid: string;
  /** The step's id, the same on every attempt. */
  stepUuid: string;
  /** The request's correlation id, or the task's id. */
  correlationId: string;
  /** The trace of the task, 32 hexadecimal digits: X-Ray's, or that of who started the task. Absent where nothing is traced. */
  traceId?: string;
  /** The span within which the function was called: 16 hexadecimal digits. */
  spanId?: string;
  /** The same as `correlationId`. */
  taskCorrelationId: string;
  /** The correlation id of what started the task; absent where the request names none. */
  parentCorrelationId?: string;
  /** The task that the step belongs to. */
  task: FfiTaskInfo;
  /** The step as it runs in this task. */
  workflowStep: FfiWorkflowStep;
  /** The step as the template declares it. */
  stepDefinition: FfiStepDefinition;
  /** The results of all transitive ancestors, by step name. */
  dependencyResults: Record<string, FfiDependencyResult>;
}

/** The task of a step: one run of a template. Tasker: "Task request". */
export interface FfiTaskInfo {
  /** The task's id, which is the execution's name. */
  taskUuid: string;
  /** The same id for all tasks of one template and version. */
  namedTaskUuid: string;
  /** The template's name. */
  name: string;
  /** The template's namespace. */
  namespace: string;
  /** The template's version. */
  version: string;
  /** The task's context as it was given; `{}` where none was. */
  context?: any;
  /** The request's correlation id, or the task's id. */
  correlationId: string;
  /** The correlation id of what started the task; absent where the request names none. */
  parentCorrelationId?: string;
  /** Always false: a step runs while its task does. */
  complete: boolean;
  /** The request's priority. Nothing is scheduled by it. @default 0 */
  priority: number;
  /** Who or what asked for the task; absent when nobody said. */
  initiator?: string;
  /** The system that the request came from; absent when nobody said. */
  sourceSystem?: string;
  /** Why the task was asked for; absent when nobody said. */
  reason?: string;
  /** The request's tags; absent when it has none. */
  tags?: any;
  /** The task's id: what makes two requests the same task is part of it. */
  identityHash: string;
  /** When the execution started. ISO 8601. */
  createdAt: string;
  /** When the execution started: nothing later is known inside a step. ISO 8601. */
  updatedAt: string;
  /** When the task was asked for; its start where the request does not say. ISO 8601. */
  requestedAt: string;
  /** How often the execution was redriven: 0 in its first run. Not in Tasker. @default 0 */
  redriveCount?: number;
}

/** A step as it runs in a task. Tasker: "Workflow steps". */
export interface FfiWorkflowStep {
  /** The step's id, the same on every attempt. */
  workflowStepUuid: string;
  /** The id of the task that the step belongs to. */
  taskUuid: string;
  /** The same id for this step in all tasks of the template. */
  namedStepUuid: string;
  /** The step's name. */
  name: string;
  /** The name under which the template declares the step. */
  templateStepName: string;
  /** `retry.retryable` of the template: whether any failure is retried at all. */
  retryable: boolean;
  /** `retry.max_attempts` of the template: attempts in all, the first included. */
  maxAttempts: number;
  /** Attempts before this one. */
  attempts: number;
  /** Always true: the step is running. */
  inProcess: boolean;
  /** Always false: the step has no result yet. */
  processed: boolean;
  /** `handler.initialization` of the template; `{}` where it has none. A batch worker's cursor is here too. */
  inputs?: any;
  /** Always absent: earlier attempts leave no results. */
  results?: any;
  /** Always absent: waits are the state machine's. */
  backoffRequestSeconds?: number;
  /** Always absent: the step has no result yet. */
  processedAt?: string;
  /** Always absent: see the execution's history. */
  lastAttemptedAt?: string;
  /** When the execution started. ISO 8601. */
  createdAt: string;
  /** When the execution started. ISO 8601. */
  updatedAt: string;
  /** Where an earlier yield of this step stopped; absent when there was none. */
  checkpoint?: any;
}

/** A step as its template declares it. Tasker: "Step definition". */
export interface FfiStepDefinition {
  /** The step's name. */
  name: string;
  /** Always absent: descriptions do not travel. */
  description?: string;
  /** `handler.callable`, as written. */
  handlerCallable: string;
  /** `handler.method`; absent means `call`. */
  handlerMethod?: string;
  /** Always absent: each function has its handler compiled in. */
  handlerResolver?: string;
  /** `handler.initialization`; `{}` where the template has none. */
  handlerInitialization: any;
  /** Always absent: it does not travel. */
  systemDependency?: string;
  /** The declared dependencies, by name. */
  dependencies: string[];
  /** `timeout_seconds`; absent where the template sets none. */
  timeoutSeconds?: number;
  /** `retry.retryable`: whether any failure is retried at all. */
  retryRetryable: boolean;
  /** `retry.max_attempts`: attempts in all, the first included. */
  retryMaxAttempts: number;
  /** Always absent: the policy is compiled into it and does not travel. */
  retryBackoff?: string;
  /** Always absent, like {@link retryBackoff}. */
  retryBackoffBaseMs?: number;
  /** Always absent, like {@link retryBackoff}. */
  retryMaxBackoffMs?: number;
}

/** The result of an ancestor, in Tasker's shape. */
export interface FfiDependencyResult {
  /** The ancestor's id. */
  stepUuid: string;
  /** Always true: a step runs only after its dependencies completed. */
  success: boolean;
  /** What the ancestor's handler returned, as JSON. */
  result: any;
  /** Always `completed`. */
  status: string;
  /** Always absent: the ancestor completed. */
  errorMessage?: string;
  /** Always absent: the ancestor completed. */
  errorType?: string;
  /** Always absent: the ancestor completed. */
  errorRetryable?: boolean;
}
