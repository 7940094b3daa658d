// The types of Tasker's own client, for handlers and tools that name them. Tasker: "REST API".

/** What a task is created from. */
export interface CreateTaskOptions {
  /** The template's name. */
  name: string;
  /** The template's namespace. @default "default" */
  namespace?: string;
  /** What the handlers read. @default {} */
  context?: Record<string, unknown>;
  /** The template's version. @default "1.0.0" */
  version?: string;
  /** Who asks for the task. */
  initiator?: string;
  /** The system that asks for it. */
  sourceSystem?: string;
  /** Why it is asked for. */
  reason?: string;
  /** Tags. @default none */
  tags?: string[];
  /** The priority. */
  priority?: number;
  /** Ties the task to what caused it. @default a new id */
  correlationId?: string;
  /** The correlation id of the task that this one belongs to. */
  parentCorrelationId?: string;
  /** The identity of the task. */
  idempotencyKey?: string;
}

/** Which tasks are listed. */
export interface ListTasksOptions {
  /** How many at most. @default 50 */
  limit?: number;
  /** How many are passed over. @default 0 */
  offset?: number;
  /** The namespace. */
  namespace?: string;
  /** The state. */
  status?: string;
}

/** Whether a step may run, and how often it did. */
interface StepStanding {
  /** The step's state. */
  current_state: string;
  /** Whether all dependencies are complete. */
  dependencies_satisfied: boolean;
  /** Whether another attempt follows. */
  retry_eligible: boolean;
  /** Whether the step may run and has not begun. */
  ready_for_execution: boolean;
  /** How many steps it depends on. */
  total_parents: number;
  /** How many of these are complete. */
  completed_parents: number;
  /** Runs of the handler so far. */
  attempts: number;
  /** Runs of the handler at most. */
  max_attempts: number;
  /** When the latest attempt failed: ISO 8601. */
  last_failure_at: string | null;
  /** When the next attempt begins: ISO 8601. */
  next_retry_at: string | null;
  /** When the latest attempt began: ISO 8601. */
  last_attempted_at: string | null;
}

/** How a step of a task stands. */
export interface StepReadinessStatus extends StepStanding {
  /** The id of the step. */
  workflow_step_uuid: string;
  /** The id of the task. */
  task_uuid: string;
  /** The id of the step in all tasks of the template. */
  named_step_uuid: string;
  /** The step's name. */
  name: string;
  /** The wait that the step asked for, in seconds. */
  backoff_request_seconds: number | null;
}

/** A task, as Tasker tells it. */
export interface TaskResponse {
  /** The id of the task. */
  task_uuid: string;
  /** The template's name. */
  name: string;
  /** The template's namespace. */
  namespace: string;
  /** The template's version. */
  version: string;
  /** How the task stands. */
  status: string;
  /** When it was created: ISO 8601. */
  created_at: string;
  /** When it last changed: ISO 8601. */
  updated_at: string;
  /** When it ended: ISO 8601. */
  completed_at: string | null;
  /** What the handlers read. */
  context: Record<string, unknown>;
  /** Who asked for it. */
  initiator: string;
  /** The system that asked for it. */
  source_system: string;
  /** Why it was asked for. */
  reason: string;
  /** The priority. */
  priority: number | null;
  /** The tags. */
  tags: string[] | null;
  /** What ties it to others of one cause. */
  correlation_id: string;
  /** That of the task which caused it. */
  parent_correlation_id: string | null;
  /** How many steps there are. */
  total_steps: number;
  /** How many have not begun. */
  pending_steps: number;
  /** How many run. */
  in_progress_steps: number;
  /** How many are complete. */
  completed_steps: number;
  /** How many have failed. */
  failed_steps: number;
  /** How many may run and have not begun. */
  ready_steps: number;
  /** Tasker's summary of the steps. */
  execution_status: string;
  /** What to do, according to it. */
  recommended_action: string;
  /** How many percent of the steps are complete. */
  completion_percentage: number;
  /** Whether a step has failed. */
  health_status: string;
  /** The steps. */
  steps: StepReadinessStatus[];
}

/** Which part of a list an answer is. */
export interface PaginationInfo {
  /** How many there are. */
  total: number;
  /** How many were asked for. */
  limit: number;
  /** How many were passed over. */
  offset: number;
  /** Whether more follow. */
  has_more: boolean;
}

/** A part of the tasks. */
export interface TaskListResponse {
  /** The tasks. */
  tasks: TaskResponse[];
  /** Which part it is. */
  pagination: PaginationInfo;
}

/** The answer to a cancellation. */
export interface CancelTaskResponse {
  /** Whether the task is cancelled. */
  cancelled: boolean;
}

/** A step of a task, as Tasker tells it. */
export interface StepResponse extends StepStanding {
  /** The id of the step. */
  step_uuid: string;
  /** The id of the task. */
  task_uuid: string;
  /** The step's name. */
  name: string;
  /** When it was created: ISO 8601. */
  created_at: string;
  /** When it last changed: ISO 8601. */
  updated_at: string;
  /** When it settled: ISO 8601. */
  completed_at: string | null;
  /** What came of it. */
  results: Record<string, unknown> | null;
}

/** An entry of the audit of a step. */
export interface StepAuditResponse {
  /** The id of the entry. */
  audit_uuid: string;
  /** The id of the step. */
  workflow_step_uuid: string;
  /** The id of the change. */
  transition_uuid: string;
  /** The id of the task. */
  task_uuid: string;
  /** When it was written: ISO 8601. */
  recorded_at: string;
  /** The worker that ran the step. */
  worker_uuid?: string;
  /** The correlation id of the task. */
  correlation_id?: string;
  /** Whether the step succeeded. */
  success: boolean;
  /** How long it took. */
  execution_time_ms?: number;
  /** What the handler returned. */
  result?: Record<string, unknown>;
  /** The step's name. */
  step_name: string;
  /** The state before. */
  from_state?: string;
  /** The state after. */
  to_state: string;
}

/** Whether the API is healthy. */
export interface HealthCheckResponse {
  /** Whether it is. */
  healthy: boolean;
}
