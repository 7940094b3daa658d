import type { JsonObject } from '../../json.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import type { Repair } from '../../contract/continuation.ts';
import { TASK_FAILED } from '../../contract/errors.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { readinessOf } from './step-response.ts';
import type { TaskStatus } from './task-status.ts';
import { isDone, type StepState, type StepView } from '../view/step-view.ts';
import { makeStepId } from '../requests/task-id.ts';

/** A task, as Tasker's `GET /v1/tasks/{id}` gives it. */
export interface TaskResponse {
  /** The id of the task: the name of the execution with which it began. */
  readonly task_uuid: string;
  /** The template's name. */
  readonly name: string;
  /** The template's namespace. */
  readonly namespace: string;
  /** The template's version. */
  readonly version: string;
  /** How the task stands. */
  readonly status: TaskStatus;
  /** When the task was created: ISO 8601. */
  readonly created_at: string;
  /** When something of it last changed: ISO 8601. */
  readonly updated_at: string;
  /** When the task ended, well or not: ISO 8601, or null. */
  readonly completed_at: string | null;
  /** What the handlers read, as the request gave it. */
  readonly context: JsonObject;
  /** Who asked for the task. */
  readonly initiator: string;
  /** The system from which the request came. */
  readonly source_system: string;
  /** Why the task was asked for. */
  readonly reason: string;
  /** −100 … 100; Step Functions does not schedule by it. */
  readonly priority: number;
  /** The request's tags. */
  readonly tags: readonly string[];
  /** What ties the task to others of one cause. */
  readonly correlation_id: string;
  /** That of the task which caused this one, or null. */
  readonly parent_correlation_id: string | null;
  /** How many steps the template has. */
  readonly total_steps: number;
  /** How many have not begun. */
  readonly pending_steps: number;
  /** How many run. */
  readonly in_progress_steps: number;
  /** How many are complete. */
  readonly completed_steps: number;
  /** How many have failed for good. */
  readonly failed_steps: number;
  /** How many may run and have not begun. */
  readonly ready_steps: number;
  /** Tasker's summary of the steps. */
  readonly execution_status:
    'blocked_by_failures' | 'has_ready_steps' | 'processing' | 'all_complete' | 'waiting_for_dependencies';
  /** What to do, according to that summary. */
  readonly recommended_action:
    'handle_failures' | 'execute_ready_steps' | 'wait_for_completion' | 'finalize_task' | 'wait_for_dependencies';
  /** How many percent of the steps are complete, to two decimals. */
  readonly completion_percentage: number;
  /** `blocked` once a step has failed for good. */
  readonly health_status: 'healthy' | 'blocked';
  /** The steps, in the order of the definition. */
  readonly steps: readonly StepReadiness[];
  /** The steps that are no part of the task, since no decision chose them or a batch had no work. Not in Tasker. */
  readonly skipped_steps: readonly SkippedStep[];
  /** The execution that stands for the task as it is now. Not in Tasker. */
  readonly execution_arn: string;
  /** The executions of the task, the first one first: more than one once it was repaired. Not in Tasker. */
  readonly runs: readonly RunResponse[];
  /** Why the task ended without being complete; null of one that runs or is complete. Not in Tasker. */
  readonly failure: TaskEndReason | null;
}

/** One execution of a task. Times are ISO 8601. */
export interface RunResponse {
  /** Which one it is, from 1. */
  readonly run: number;
  /** Its ARN. */
  readonly execution_arn: string;
  /** A status of Step Functions, such as `FAILED`. */
  readonly status: string;
  /** When it was started. */
  readonly started_at: string;
  /** When it ended, or null. */
  readonly ended_at: string | null;
  /** Who repaired the task before it; null of the first. */
  readonly repaired_by: string | null;
  /** Why; null of the first. */
  readonly reason: string | null;
}

/** Why a task ended. */
export interface TaskEndReason {
  /** The error of the execution, such as `TaskFailed`, `States.DataLimitExceeded` or `TaskCancelled`. */
  readonly error: string;
  /** What the execution says of it, or which steps failed; at most a thousand characters. */
  readonly message: string;
}

/** A step of the template that is no part of a task. */
export interface SkippedStep {
  /** The step's name in the template. */
  readonly name: string;
  /** The decisions and batchable steps that did not choose it, nor what it follows. */
  readonly skipped_by: readonly string[];
  /** Those of them that are batchable steps without work. */
  readonly empty_batches: readonly string[];
}

/** A step in a {@link TaskResponse}. */
export interface StepReadiness {
  /** The id of the step. */
  readonly workflow_step_uuid: string;
  /** The id of the task. */
  readonly task_uuid: string;
  /** The step's name in the template. */
  readonly name: string;
  /** The step's state. */
  readonly current_state: StepState;
  /** Whether all dependencies are complete. */
  readonly dependencies_satisfied: boolean;
  /** Whether another attempt follows. */
  readonly retry_eligible: boolean;
  /** Whether the step may run and has not begun. */
  readonly ready_for_execution: boolean;
  /** When the latest attempt failed: ISO 8601, or null. */
  readonly last_failure_at: string | null;
  /** When the next attempt begins at the latest: ISO 8601, or null. */
  readonly next_retry_at: string | null;
  /** How many steps it depends on. */
  readonly total_parents: number;
  /** How many of these are complete. */
  readonly completed_parents: number;
  /** Runs of the handler so far, the present one included. */
  readonly attempts: number;
  /** Runs of the handler at most, the first included. */
  readonly max_attempts: number;
  /** When the latest attempt began: ISO 8601, or null. */
  readonly last_attempted_at: string | null;
  /** The failed steps because of which this one will not run; not in Tasker. */
  readonly blocked_by: readonly string[];
}

/** What is known of an execution that runs a task. Times are ISO 8601. */
export interface TaskExecution {
  /** The task's id: the name of the execution with which it began. */
  readonly id: string;
  /** The ARN of the execution that stands for the task as it is now. */
  readonly arn: string;
  /** The template that it runs. */
  readonly identity: TemplateIdentity;
  /** A status of Step Functions, such as `RUNNING`. */
  readonly status: string;
  /** The request with which it was started. */
  readonly request: TaskRequest;
  /** When it was started. */
  readonly startedAt: string;
  /** When something of it last happened. */
  readonly updatedAt: string;
  /** When it ended; absent while it runs. */
  readonly stoppedAt?: string;
  /** Whether Step Functions would go on with it from the states that did not succeed: see `redriveTask`. @default false */
  readonly redrivable?: boolean;
  /** The error of an execution that failed, was aborted or ran out of time. */
  readonly error?: string;
  /** What the execution says of that. */
  readonly cause?: string;
  /** The executions of a task that was repaired, the first one first: see `repairTask`. @default the one execution */
  readonly runs?: readonly TaskExecutionRun[];
  /** The steps, in the order of the definition. */
  readonly steps: readonly StepView[];
  /** The steps that are no part of the task, since no decision chose them. @default none */
  readonly skipped?: readonly StepView[];
  /** Steps of runs before a repair that the template has lost since: as they stood when the last of these runs had ended. @default none */
  readonly former?: readonly StepView[];
}

/** One execution of a task that was repaired. Times are ISO 8601. */
export interface TaskExecutionRun {
  /** Which one it is, from 1. */
  readonly run: number;
  /** Its ARN. */
  readonly arn: string;
  /** A status of Step Functions, such as `FAILED`. */
  readonly status: string;
  /** When it was started. */
  readonly startedAt: string;
  /** When it ended; absent while it runs. */
  readonly stoppedAt?: string;
  /** What an operator had done before it; absent of the first. */
  readonly repair?: Repair;
}

export function makeTaskResponse(task: TaskExecution): TaskResponse {
  const { request, steps } = task;
  const byName = new Map(steps.map((step) => [step.name, step]));
  const count = (...states: readonly StepState[]) => steps.filter((step) => states.includes(step.state)).length;
  const readiness = steps.map((step) => readStep(step, task.id, byName));
  const ready = readiness.filter((step) => step.ready_for_execution).length;
  const completed = count('complete', 'resolved_manually');
  const failure = endReasonOf(task);
  return {
    task_uuid: task.id,
    name: task.identity.name,
    namespace: task.identity.namespace,
    version: task.identity.version,
    status: taskStatusOf(task),
    created_at: task.startedAt,
    updated_at: task.updatedAt,
    completed_at: task.stoppedAt ?? null,
    context: request.context ?? {},
    initiator: request.initiator ?? '',
    source_system: request.source_system ?? '',
    reason: request.reason ?? '',
    priority: request.priority ?? 0,
    tags: request.tags ?? [],
    correlation_id: request.correlation_id ?? '',
    parent_correlation_id: request.parent_correlation_id ?? null,
    total_steps: steps.length,
    pending_steps: count('pending'),
    in_progress_steps: count('in_progress'),
    completed_steps: completed,
    failed_steps: count('error'),
    ready_steps: ready,
    ...adviceOn(steps, ready, hasFailed(task)),
    completion_percentage: steps.length === 0 ? 0 : Math.round((10_000 * completed) / steps.length) / 100,
    health_status: count('error') > 0 || hasFailed(task) ? 'blocked' : 'healthy',
    steps: readiness,
    skipped_steps: (task.skipped ?? []).map(({ name, skippedBy = [], emptyBatches = [] }) => ({
      name,
      skipped_by: skippedBy,
      empty_batches: emptyBatches,
    })),
    execution_arn: task.arn,
    runs: (task.runs ?? [onlyRunOf(task)]).map(makeRunResponse),
    failure,
  };
}

function onlyRunOf({ arn, status, startedAt, stoppedAt }: TaskExecution): TaskExecutionRun {
  return { run: 1, arn, status, startedAt, ...(stoppedAt !== undefined && { stoppedAt }) };
}

function makeRunResponse({ run, arn, status, startedAt, stoppedAt, repair }: TaskExecutionRun): RunResponse {
  return {
    run,
    execution_arn: arn,
    status,
    started_at: startedAt,
    ended_at: stoppedAt ?? null,
    repaired_by: repair?.by ?? null,
    reason: repair?.reason ?? null,
  };
}

/** How a task stands. */
export function taskStatusOf({ status, steps }: Pick<TaskExecution, 'status' | 'steps'>): TaskStatus {
  const has = (state: StepState) => steps.some((step) => step.state === state);
  switch (status) {
    case 'SUCCEEDED':
      return 'complete';
    case 'ABORTED':
      return 'cancelled';
    case 'FAILED':
    case 'TIMED_OUT':
      return 'error';
    default:
      if (steps.every((step) => step.state === 'pending')) return 'pending';
      return has('waiting_for_retry') && !has('in_progress') ? 'waiting_for_retry' : 'steps_in_process';
  }
}

function hasFailed({ status }: TaskExecution): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT';
}

const LONGEST_MESSAGE = 1000;

function endReasonOf(task: TaskExecution): TaskEndReason | null {
  if (!hasFailed(task) && task.status !== 'ABORTED') return null;
  const failed = task.steps.filter((step) => step.state === 'error').map((step) => `"${step.name}"`);
  // Its cause is for programs.
  const message =
    task.error === TASK_FAILED && failed.length > 0 ? `Failed: ${failed.join(', ')}.` : (task.cause ?? lateOf(task));
  return { error: task.error ?? (task.status === 'TIMED_OUT' ? 'States.Timeout' : task.status), message: cut(message) };
}

/** Step Functions says nothing more of an execution that has run out of time. */
function lateOf({ status }: TaskExecution): string {
  return status === 'TIMED_OUT' ? 'The task took longer than it may: see "max_duration_minutes" of its template.' : '';
}

function cut(text: string): string {
  return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE - 1)}…`;
}

/** Tasker's summary of a task's steps: the first of its conditions that holds. Tasker: "Task execution context". */
function adviceOn(
  steps: readonly StepView[],
  ready: number,
  hasFailed: boolean,
): Pick<TaskResponse, 'execution_status' | 'recommended_action'> {
  const any = (state: StepState) => steps.some((step) => step.state === state);
  if (any('error') || hasFailed)
    return { execution_status: 'blocked_by_failures', recommended_action: 'handle_failures' };
  if (ready > 0) return { execution_status: 'has_ready_steps', recommended_action: 'execute_ready_steps' };
  if (any('in_progress')) return { execution_status: 'processing', recommended_action: 'wait_for_completion' };
  if (steps.length > 0 && steps.every(({ state }) => isDone(state))) {
    return { execution_status: 'all_complete', recommended_action: 'finalize_task' };
  }
  return { execution_status: 'waiting_for_dependencies', recommended_action: 'wait_for_dependencies' };
}

function readStep(step: StepView, taskId: string, steps: ReadonlyMap<string, StepView>): StepReadiness {
  return {
    workflow_step_uuid: makeStepId(taskId, step.name),
    task_uuid: taskId,
    name: step.name,
    current_state: step.state,
    ...readinessOf(step, steps),
    last_failure_at: step.lastFailureAt ?? null,
    next_retry_at: step.nextRetryAt ?? null,
    attempts: step.attempts,
    max_attempts: step.maxAttempts,
    last_attempted_at: step.lastAttemptedAt ?? null,
    blocked_by: step.blockedBy ?? [],
  };
}
