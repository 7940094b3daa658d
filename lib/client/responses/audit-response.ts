import type { RepairAction } from '../../contract/continuation.ts';
import type { JsonObject } from '../../json.ts';
import { makeStepId } from '../requests/task-id.ts';
import type { StepAttempt } from '../view/step-history.ts';
import { isDone, type StepState, type StepView } from '../view/step-view.ts';
import type { TaskExecution, TaskExecutionRun } from './task-response.ts';

/** One change of a step that is kept: the end of an attempt, or what an operator did. Tasker: `GET …/audit`. Times are ISO 8601. */
export interface StepAuditResponse {
  /** The id of the record. */
  readonly audit_uuid: string;
  /** The id of the step. */
  readonly workflow_step_uuid: string;
  /** The id of the change, which is that of the record. */
  readonly transition_uuid: string;
  /** The id of the task. */
  readonly task_uuid: string;
  /** The step's name. */
  readonly step_name: string;
  /** When it changed. */
  readonly recorded_at: string;
  /** What ties the task to others of one cause. */
  readonly correlation_id: string | null;
  /** Whether the step is done by it. */
  readonly success: boolean;
  /** How long the attempt took; null of what an operator did. */
  readonly execution_time_ms: number | null;
  /** What the step returned, or the operator gave; null where there is none. */
  readonly result: JsonObject | null;
  /** The step's state before. */
  readonly from_state: string;
  /** The step's state after. */
  readonly to_state: string;
  /** What an operator did; null of an attempt. Not in Tasker, like what follows. */
  readonly action: RepairAction | null;
  /** Who did it; null of an attempt. */
  readonly by: string | null;
  /** Why; of an attempt that failed its error, or null. */
  readonly reason: string | null;
  /** What the operator noted beside the result, or null. */
  readonly metadata: JsonObject | null;
  /** The execution of the task that tells it, from 1. */
  readonly run: number;
}

/** A change, before it is given its ids. */
type Change = Omit<
  StepAuditResponse,
  'audit_uuid' | 'workflow_step_uuid' | 'transition_uuid' | 'task_uuid' | 'step_name' | 'correlation_id'
>;

/** What is kept of a step, the oldest change first. */
export function makeStepAudit(task: TaskExecution, step: StepView): readonly StepAuditResponse[] {
  const { id, runs = [], request } = task;
  const repairs = runs.flatMap((run) => repairIn(run, step));
  const changes = [...attemptsOf(step, runs, repairs), ...repairs].sort(
    (a, b) => Date.parse(a.recorded_at) - Date.parse(b.recorded_at),
  );
  const stepId = makeStepId(id, step.name);
  return changes.map((change, index) => {
    const changeId = makeStepId(id, `${step.name}/audit/${index + 1}`);
    return {
      audit_uuid: changeId,
      workflow_step_uuid: stepId,
      transition_uuid: changeId,
      task_uuid: id,
      step_name: step.name,
      correlation_id: request.correlation_id ?? null,
      ...change,
    };
  });
}

/** What an operator has made of a step before a run. */
const MAKES: Readonly<Record<RepairAction, StepState>> = {
  reset_for_retry: 'pending',
  resolve_manually: 'resolved_manually',
  complete_manually: 'complete',
};

function repairIn({ run, repair }: TaskExecutionRun, step: StepView): readonly Change[] {
  const done = repair?.actions.find((each) => each.step === step.name);
  if (repair === undefined || done === undefined) return [];
  return [
    {
      recorded_at: repair.at,
      success: done.action !== 'reset_for_retry',
      execution_time_ms: null,
      result: done.action === 'complete_manually' ? (step.result ?? null) : null,
      from_state: done.from,
      to_state: MAKES[done.action],
      action: done.action,
      by: repair.by,
      reason: repair.reason,
      metadata: done.metadata ?? null,
      run,
    },
  ];
}

function attemptsOf(step: StepView, runs: readonly TaskExecutionRun[], repairs: readonly Change[]): readonly Change[] {
  const ended = step.history.filter((attempt): attempt is EndedAttempt => attempt.endedAt !== undefined);
  const runAt = (time: string) => runs.find(({ stoppedAt }) => stoppedAt === undefined || time <= stoppedAt)?.run ?? 1;
  return ended.map((attempt, index) => {
    const { endedAt, scheduledAt, startedAt = scheduledAt, state, error } = attempt;
    const next = ended[index + 1];
    const run = runAt(endedAt);
    // By runs and not by times: the clock of who repairs is another one than that of the attempts.
    const isReset =
      next !== undefined && repairs.some((repair) => repair.run > run && repair.run <= runAt(next.endedAt));
    const isTriedAgain = state === 'error' && next !== undefined && !isReset;
    const isLast = next === undefined && isDone(step.state) && state === 'complete';
    return {
      recorded_at: endedAt,
      success: state === 'complete',
      execution_time_ms: Date.parse(endedAt) - Date.parse(startedAt),
      result: isLast ? (step.result ?? null) : null,
      from_state: 'in_progress',
      to_state: isTriedAgain ? 'waiting_for_retry' : state,
      action: null,
      by: null,
      reason: error?.message ?? null,
      metadata: null,
      run,
    };
  });
}

type EndedAttempt = StepAttempt & Required<Pick<StepAttempt, 'endedAt'>>;
