import type { JsonObject, JsonValue } from '../../json.ts';
import { makeStepId } from '../requests/task-id.ts';
import { stepsOnPage, type StepPage } from './step-page.ts';
import { isDone, type StepState, type StepView } from '../view/step-view.ts';
import { makeAttemptResponse, makeWaitResponse, type AttemptResponse, type WaitResponse } from './attempt-response.ts';

/** A step of a task, as Tasker's `GET /v1/tasks/{id}/workflow_steps` gives it. */
export interface StepResponse<Name extends string = string, Result = JsonObject> {
  /** The id of the step, which `getStep` takes too. */
  readonly step_uuid: string;
  /** The id of the task. */
  readonly task_uuid: string;
  /** The step's name in the template. */
  readonly name: Name;
  /** When the task was created: ISO 8601. */
  readonly created_at: string;
  /** When the step last changed: ISO 8601. */
  readonly updated_at: string;
  /** When the step settled: ISO 8601, or null. */
  readonly completed_at: string | null;
  /** What came of the latest attempt; null before one has ended. */
  readonly results: StepResults<Result> | null;
  /** The step's state. */
  readonly current_state: StepState;
  /** Whether all dependencies are complete. */
  readonly dependencies_satisfied: boolean;
  /** Whether another attempt follows. */
  readonly retry_eligible: boolean;
  /** Whether the step may run and has not begun. */
  readonly ready_for_execution: boolean;
  /** How many steps it depends on. */
  readonly total_parents: number;
  /** How many of these are complete. */
  readonly completed_parents: number;
  /** Runs of the handler so far, the present one included. */
  readonly attempts: number;
  /** Runs of the handler at most, the first included. */
  readonly max_attempts: number;
  /** How far the step had come at its last checkpoint; null where it has yielded at none. Not in Tasker's answer. */
  readonly checkpoint: CheckpointResponse | null;
  /** When the latest attempt failed: ISO 8601, or null. */
  readonly last_failure_at: string | null;
  /** When the next attempt begins at the latest: ISO 8601, or null. */
  readonly next_retry_at: string | null;
  /** When the latest attempt began: ISO 8601, or null. */
  readonly last_attempted_at: string | null;
  /** The failed steps because of which this one will not run; not in Tasker. */
  readonly blocked_by: readonly string[];
  /** Every attempt that the history tells of, oldest first; not in Tasker. */
  readonly attempt_history: readonly AttemptResponse[];
  /** What held the step up; not in Tasker. */
  readonly waits: readonly WaitResponse[];
}

/** How far a step had come when it yielded. */
export interface CheckpointResponse {
  /** Where it goes on; null where the cursor is long. */
  readonly cursor: JsonValue;
  /** So many items were done. */
  readonly items_processed: number;
  /** How often the step had yielded. */
  readonly yields: number;
  /** When it yielded: ISO 8601. */
  readonly timestamp: string;
}

/** The envelope in which Tasker keeps a step's result. */
export interface StepResults<Result = JsonObject> {
  /** The id of the step. */
  readonly step_uuid: string;
  /** Whether the attempt succeeded. */
  readonly success: boolean;
  /** What the handler returned, or a reference to it where it was too large to travel; `{}` of a failure. */
  readonly result: Result;
  /** How the attempt ended. */
  readonly status: 'completed' | 'failed';
  /** What is known of the attempt. */
  readonly metadata: {
    /** How long it took; null where that is not known. */
    readonly execution_time_ms: number | null;
    /** Whether the failure may pass; false of a success. */
    readonly retryable: boolean;
    /** When it began: ISO 8601, or null. */
    readonly started_at: string | null;
    /** When it ended: ISO 8601, or null. */
    readonly completed_at: string | null;
    /** The handler's own code for the failure, or null. */
    readonly error_code: string | null;
    /** Tasker's type of the failure, or null. */
    readonly error_type: string | null;
  };
  /** The failure; absent of a success. */
  readonly error?: {
    /** What went wrong, in a sentence. */
    readonly message: string;
    /** Tasker's type of the failure, such as `permanent_error`; without one, the error's name in States Language. */
    readonly error_type: string;
    /** The class of what the handler raised, such as `RangeError`; absent where it is not known, or is the type. Not in Tasker. */
    readonly exception_type?: string;
    /** Whether it may pass. */
    readonly retryable: boolean;
    /** Where it was thrown: a frame on each line; absent where that is not known. Not in Tasker. */
    readonly stack?: string;
  };
}

/** The steps of a task whose results are known by name: one response type for each. */
export type StepResponseOf<Steps> = {
  [Name in keyof Steps & string]: StepResponse<Name, Steps[Name]>;
}[keyof Steps & string];

/** What the responses are made of. */
interface TaskOfSteps {
  readonly id: string;
  readonly startedAt: string;
  readonly steps: readonly StepView[];
}

/** How a step stands in its task. */
interface TaskOfStep {
  readonly taskId: string;
  readonly createdAt: string;
  readonly steps: ReadonlyMap<string, StepView>;
}

/** The steps of a task, in the order of the definition. */
export function makeStepResponses<Steps extends object>(
  task: TaskOfSteps,
  page: StepPage = {},
): readonly StepResponseOf<Steps>[] {
  const context = {
    taskId: task.id,
    createdAt: task.startedAt,
    steps: new Map(task.steps.map((step) => [step.name, step])),
  };
  return stepsOnPage(task.steps, page).map((step) => makeStepResponse(step, context) as StepResponseOf<Steps>);
}

function makeStepResponse(step: StepView, context: TaskOfStep): StepResponse {
  const stepId = makeStepId(context.taskId, step.name);
  const readiness = readinessOf(step, context.steps);
  return {
    step_uuid: stepId,
    task_uuid: context.taskId,
    name: step.name,
    created_at: context.createdAt,
    updated_at: step.completedAt ?? step.lastFailureAt ?? step.lastAttemptedAt ?? step.startedAt ?? context.createdAt,
    completed_at: step.completedAt ?? null,
    results: resultsOf(step, stepId),
    current_state: step.state,
    ...readiness,
    attempts: step.attempts,
    max_attempts: step.maxAttempts,
    checkpoint: checkpointOf(step),
    last_failure_at: step.lastFailureAt ?? null,
    next_retry_at: step.nextRetryAt ?? null,
    last_attempted_at: step.lastAttemptedAt ?? null,
    blocked_by: step.blockedBy ?? [],
    attempt_history: step.history.map(makeAttemptResponse),
    waits: (step.waits ?? []).map(makeWaitResponse),
  };
}

function checkpointOf({ checkpoint }: StepView): CheckpointResponse | null {
  if (checkpoint === undefined) return null;
  const { cursor = null, itemsProcessed, yields, at } = checkpoint;
  return { cursor, items_processed: itemsProcessed, yields, timestamp: at };
}

/** Tasker's account of whether a step may run. Tasker: "Step readiness". */
export function readinessOf(step: StepView, steps: ReadonlyMap<string, StepView>) {
  // What decisions passed over is not waited for.
  const parents = step.dependencies.flatMap((name) => steps.get(name) ?? []);
  const completed = parents.filter(({ state }) => isDone(state)).length;
  const satisfied = completed === parents.length;
  return {
    dependencies_satisfied: satisfied,
    retry_eligible: step.state === 'waiting_for_retry',
    ready_for_execution: satisfied && step.state === 'pending',
    total_parents: parents.length,
    completed_parents: completed,
  };
}

function resultsOf(step: StepView, stepId: string): StepResults | null {
  const { error, result } = step;
  if (step.state === 'resolved_manually') return null;
  if (step.state !== 'complete' && error === undefined) return null;
  const endedAt = step.state === 'complete' ? step.completedAt : step.lastFailureAt;
  const metadata = {
    execution_time_ms: between(step.lastAttemptedAt, endedAt),
    retryable: error?.retryable ?? false,
    started_at: step.lastAttemptedAt ?? null,
    completed_at: endedAt ?? null,
    error_code: error?.code ?? null,
    error_type: error?.type ?? null,
  };
  if (error === undefined) {
    return { step_uuid: stepId, success: true, result: result ?? {}, status: 'completed', metadata };
  }
  const { message, type, exceptionType, retryable, stack } = error;
  return {
    step_uuid: stepId,
    success: false,
    result: {},
    status: 'failed',
    metadata,
    error: {
      message,
      error_type: type,
      ...(exceptionType !== undefined && { exception_type: exceptionType }),
      retryable,
      ...(stack !== undefined && { stack }),
    },
  };
}

function between(from: string | undefined, to: string | undefined): number | null {
  if (from === undefined || to === undefined) return null;
  const ms = Date.parse(to) - Date.parse(from);
  // A retry may have begun after the failure that is told.
  return ms < 0 ? null : ms;
}
