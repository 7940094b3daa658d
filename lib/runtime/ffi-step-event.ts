/** The event of a step in the shape that Tasker hands to its TypeScript workers. Handlers see it as `context.event`. */
export interface FfiStepEvent {
  readonly eventId: string;
  readonly taskUuid: string;
  readonly stepUuid: string;
  readonly correlationId: string;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly taskCorrelationId: string;
  readonly parentCorrelationId: string | null;
  readonly task: FfiTaskInfo;
  readonly workflowStep: FfiWorkflowStep;
  readonly stepDefinition: FfiStepDefinition;
  readonly dependencyResults: Record<string, FfiDependencyResult>;
}

export interface FfiTaskInfo {
  readonly taskUuid: string;
  readonly namedTaskUuid: string;
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly context: unknown;
  readonly correlationId: string;
  readonly parentCorrelationId: string | null;
  readonly complete: boolean;
  readonly priority: number;
  readonly initiator: string | null;
  readonly sourceSystem: string | null;
  readonly reason: string | null;
  readonly tags: unknown;
  readonly identityHash: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly requestedAt: string;
}

export interface FfiWorkflowStep {
  readonly workflowStepUuid: string;
  readonly taskUuid: string;
  readonly namedStepUuid: string;
  readonly name: string;
  readonly templateStepName: string;
  readonly retryable: boolean;
  readonly maxAttempts: number;
  /** Attempts before this one. */
  readonly attempts: number;
  readonly inProcess: boolean;
  readonly processed: boolean;
  readonly inputs: unknown;
  readonly results: unknown;
  readonly backoffRequestSeconds: number | null;
  readonly processedAt: string | null;
  readonly lastAttemptedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly checkpoint: unknown;
}

export interface FfiStepDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly handlerCallable: string;
  readonly handlerMethod: string | null;
  readonly handlerResolver: string | null;
  readonly handlerInitialization: unknown;
  readonly systemDependency: string | null;
  readonly dependencies: string[];
  readonly timeoutSeconds: number | null;
  readonly retryRetryable: boolean;
  readonly retryMaxAttempts: number;
  /** Null in a state machine: the policy is compiled into it and does not travel. */
  readonly retryBackoff: string | null;
  readonly retryBackoffBaseMs: number | null;
  readonly retryMaxBackoffMs: number | null;
}

export interface FfiDependencyResult {
  readonly stepUuid: string;
  readonly success: boolean;
  readonly result: unknown;
  readonly status: string;
  readonly errorMessage: string | null;
  readonly errorType: string | null;
  readonly errorRetryable: boolean | null;
}
