import type { StalenessMinutes } from '../../contract/machine-comment.ts';
import type { TaskExecution } from '../responses/task-response.ts';
import type { StepState, StepView } from '../view/step-view.ts';

/** The states in which a task may grow stale, in Tasker's words. */
export type WaitingState = keyof StalenessMinutes;

/** How near a task is to its threshold: below 80 % of it, below it, or past it. */
export type StalenessHealth = 'healthy' | 'warning' | 'stale';

/** A task that runs, and how long it has been in its state, as Tasker's `GET /v1/dlq/staleness` gives it. */
export interface TaskStaleness {
  /** The id of the task. */
  readonly task_uuid: string;
  /** The namespace of its template. */
  readonly namespace_name: string;
  /** The name of its template. */
  readonly task_name: string;
  /** Its state: a step runs, one waits for its next attempt, or none does either. */
  readonly current_state: WaitingState;
  /** So many whole minutes the step that has been in this state for longest has been in it. */
  readonly time_in_state_minutes: number;
  /** So many whole minutes ago the task was created. */
  readonly task_age_minutes: number;
  /** The template's threshold for this state, or Tasker's. */
  readonly staleness_threshold_minutes: number;
  /** How near the task is to it. */
  readonly health_status: StalenessHealth;
  /** The priority of its request. */
  readonly priority: number;
}

/** Tasker's thresholds, in minutes, where the `lifecycle` of a template names none. */
export const STALENESS_MINUTES: StalenessMinutes = {
  waiting_for_dependencies: 60,
  waiting_for_retry: 30,
  steps_in_process: 30,
};

/** From this share of a threshold on there is a warning. */
const WARNS_FROM = 0.8;

/** How long a task that runs has been in its state. @param limits of its template */
export function stalenessOf(task: TaskExecution, limits: StalenessMinutes, now: number): TaskStaleness {
  const state = waitingStateOf(task);
  const minutes = minutesSince(enteredAt(task, state), now);
  return {
    task_uuid: task.id,
    namespace_name: task.identity.namespace,
    task_name: task.identity.name,
    current_state: state,
    time_in_state_minutes: Math.floor(minutes),
    task_age_minutes: Math.floor(minutesSince(task.startedAt, now)),
    staleness_threshold_minutes: limits[state],
    health_status: healthOf(minutes, limits[state]),
    priority: task.request.priority ?? 0,
  };
}

/** The stale ones first, then those that there is a warning of; among those of one health the longest in their state. */
export function byStaleness(a: TaskStaleness, b: TaskStaleness): number {
  const order: readonly StalenessHealth[] = ['stale', 'warning', 'healthy'];
  const byHealth = order.indexOf(a.health_status) - order.indexOf(b.health_status);
  return byHealth === 0 ? b.time_in_state_minutes - a.time_in_state_minutes : byHealth;
}

/** Whether a task of an age may be more than healthy: none has been in its state for longer than it is old. */
export function mayBeStale(ageMs: number, limits: StalenessMinutes): boolean {
  const { waiting_for_dependencies, waiting_for_retry, steps_in_process } = limits;
  return ageMs >= WARNS_FROM * Math.min(waiting_for_dependencies, waiting_for_retry, steps_in_process) * 60_000;
}

function waitingStateOf(task: Pick<TaskExecution, 'steps'>): WaitingState {
  const has = (state: StepState) => task.steps.some((step) => step.state === state);
  if (has('in_progress')) return 'steps_in_process';
  return has('waiting_for_retry') ? 'waiting_for_retry' : 'waiting_for_dependencies';
}

/** Since when the step is in the task's state that has been in it for longest. */
function enteredAt({ steps, updatedAt }: TaskExecution, state: WaitingState): string {
  const since: Readonly<Record<WaitingState, (step: StepView) => string | undefined>> = {
    waiting_for_dependencies: () => undefined,
    waiting_for_retry: (step) => (step.state === 'waiting_for_retry' ? step.lastFailureAt : undefined),
    steps_in_process: (step) => (step.state === 'in_progress' ? (step.lastAttemptedAt ?? step.startedAt) : undefined),
  };
  return steps.flatMap((step) => since[state](step) ?? []).sort()[0] ?? updatedAt;
}

function healthOf(minutes: number, limit: number): StalenessHealth {
  if (minutes >= limit) return 'stale';
  return minutes >= WARNS_FROM * limit ? 'warning' : 'healthy';
}

function minutesSince(at: string, now: number): number {
  return Math.max(0, (now - Date.parse(at)) / 60_000);
}
