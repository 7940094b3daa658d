// What Tasker's package has as optional is absent here where there is nothing to say, and `any` stands where it stands there, so
// that what compiles there compiles here.
/* eslint-disable @typescript-eslint/no-explicit-any */

/** The event of a step in the shape that Tasker hands to its TypeScript workers. Handlers see it as `context.event`. */
export interface FfiStepEvent {
  /** This attempt's id: another on every attempt, the same when Lambda delivers an event twice. */
  readonly eventId: string;
  /** The task's id, which is the execution's name. */
  readonly taskUuid: string;
  /** The step's id, the same on every attempt. */
  readonly stepUuid: string;
  /** The request's correlation id, or the task's id. */
  readonly correlationId: string;
  /** Always absent: traces are X-Ray's. */
  readonly traceId?: string;
  /** Always absent: traces are X-Ray's. */
  readonly spanId?: string;
  /** The same as `correlationId`. */
  readonly taskCorrelationId: string;
  /** The correlation id of what started the task; absent where the request names none. */
  readonly parentCorrelationId?: string;
  /** The task that the step belongs to. */
  readonly task: FfiTaskInfo;
  /** The step as it runs in this task. */
  readonly workflowStep: FfiWorkflowStep;
  /** The step as the template declares it. */
  readonly stepDefinition: FfiStepDefinition;
  /** The results of all transitive ancestors, by step name. */
  readonly dependencyResults: Record<string, FfiDependencyResult>;
}

/** The task of a step: one run of a template. Tasker: "Task request". */
export interface FfiTaskInfo {
  /** The task's id, which is the execution's name. */
  readonly taskUuid: string;
  /** The same id for all tasks of one template and version. */
  readonly namedTaskUuid: string;
  /** The template's name. */
  readonly name: string;
  /** The template's namespace. */
  readonly namespace: string;
  /** The template's version. */
  readonly version: string;
  /** The task's context as it was given; `{}` where none was. */
  readonly context?: any;
  /** The request's correlation id, or the task's id. */
  readonly correlationId: string;
  /** The correlation id of what started the task; absent where the request names none. */
  readonly parentCorrelationId?: string;
  /** Always false: a step runs while its task does. */
  readonly complete: boolean;
  /** The request's priority. Nothing is scheduled by it. @default 0 */
  readonly priority: number;
  /** Who or what asked for the task; absent when nobody said. */
  readonly initiator?: string;
  /** The system that the request came from; absent when nobody said. */
  readonly sourceSystem?: string;
  /** Why the task was asked for; absent when nobody said. */
  readonly reason?: string;
  /** The request's tags; absent when it has none. */
  readonly tags?: any;
  /** The task's id: what makes two requests the same task is part of it. */
  readonly identityHash: string;
  /** When the execution started. ISO 8601. */
  readonly createdAt: string;
  /** When the execution started: nothing later is known inside a step. ISO 8601. */
  readonly updatedAt: string;
  /** When the task was asked for; its start where the request does not say. ISO 8601. */
  readonly requestedAt: string;
  /** How often the execution was redriven: 0 in its first run. Not in Tasker. @default 0 */
  readonly redriveCount?: number;
}

/** A step as it runs in a task. Tasker: "Workflow steps". */
export interface FfiWorkflowStep {
  /** The step's id, the same on every attempt. */
  readonly workflowStepUuid: string;
  /** The id of the task that the step belongs to. */
  readonly taskUuid: string;
  /** The same id for this step in all tasks of the template. */
  readonly namedStepUuid: string;
  /** The step's name. */
  readonly name: string;
  /** The name under which the template declares the step. */
  readonly templateStepName: string;
  /** `retry.retryable` of the template: whether any failure is retried at all. */
  readonly retryable: boolean;
  /** `retry.max_attempts` of the template: attempts in all, the first included. */
  readonly maxAttempts: number;
  /** Attempts before this one. */
  readonly attempts: number;
  /** Always true: the step is running. */
  readonly inProcess: boolean;
  /** Always false: the step has no result yet. */
  readonly processed: boolean;
  /** `handler.initialization` of the template; `{}` where it has none. A batch worker's cursor is here too. */
  readonly inputs?: any;
  /** Always absent: earlier attempts leave no results. */
  readonly results?: any;
  /** Always absent: waits are the state machine's. */
  readonly backoffRequestSeconds?: number;
  /** Always absent: the step has no result yet. */
  readonly processedAt?: string;
  /** Always absent: see the execution's history. */
  readonly lastAttemptedAt?: string;
  /** When the execution started. ISO 8601. */
  readonly createdAt: string;
  /** When the execution started. ISO 8601. */
  readonly updatedAt: string;
  /** Where an earlier yield of this step stopped; absent when there was none. */
  readonly checkpoint?: any;
}

/** A step as its template declares it. Tasker: "Step definition". */
export interface FfiStepDefinition {
  /** The step's name. */
  readonly name: string;
  /** Always absent: descriptions do not travel. */
  readonly description?: string;
  /** `handler.callable`, as written. */
  readonly handlerCallable: string;
  /** `handler.method`; absent means `call`. */
  readonly handlerMethod?: string;
  /** Always absent: each function has its handler compiled in. */
  readonly handlerResolver?: string;
  /** `handler.initialization`; `{}` where the template has none. */
  readonly handlerInitialization: any;
  /** Always absent: it does not travel. */
  readonly systemDependency?: string;
  /** The declared dependencies, by name. */
  readonly dependencies: string[];
  /** `timeout_seconds`; absent where the template sets none. */
  readonly timeoutSeconds?: number;
  /** `retry.retryable`: whether any failure is retried at all. */
  readonly retryRetryable: boolean;
  /** `retry.max_attempts`: attempts in all, the first included. */
  readonly retryMaxAttempts: number;
  /** Always absent: the policy is compiled into it and does not travel. */
  readonly retryBackoff?: string;
  /** Always absent, like {@link retryBackoff}. */
  readonly retryBackoffBaseMs?: number;
  /** Always absent, like {@link retryBackoff}. */
  readonly retryMaxBackoffMs?: number;
}

/** The result of an ancestor, in Tasker's shape. */
export interface FfiDependencyResult {
  /** The ancestor's id. */
  readonly stepUuid: string;
  /** Always true: a step runs only after its dependencies completed. */
  readonly success: boolean;
  /** What the ancestor's handler returned, as JSON. */
  readonly result: any;
  /** Always `completed`. */
  readonly status: string;
  /** Always absent: the ancestor completed. */
  readonly errorMessage?: string;
  /** Always absent: the ancestor completed. */
  readonly errorType?: string;
  /** Always absent: the ancestor completed. */
  readonly errorRetryable?: boolean;
}
