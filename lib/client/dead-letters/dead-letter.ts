import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import {
  LAMBDA_SERVICE_ERRORS,
  TASK_FAILED,
  type StepFailure,
  type TaskFailure,
  WireError,
} from '../../contract/errors.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { requestOf } from '../aws/task-reader.ts';
import { continuationOf, runOf } from '../aws/task-runs.ts';
import { parseJson } from '../parse-json.ts';
import type { ResolutionStatus } from './resolution-status.ts';

/** Why a task is a dead letter. `permanent_failure` is not in Tasker, which has no dead letters of that kind. */
export type DeadLetterReason =
  'staleness_timeout' | 'max_retries_exceeded' | 'worker_unavailable' | 'manual_dlq' | 'permanent_failure';

/** A task that failed, timed out or was aborted, as Tasker's `GET /v1/dlq` gives it. Times are ISO 8601. */
export interface DeadLetter {
  /** The id of the entry: that of its task, which has one entry at most. */
  readonly dlq_entry_uuid: string;
  /** The id of the task. */
  readonly task_uuid: string;
  /** The state in which the task was when it ended, in Tasker's words. */
  readonly original_state: 'blocked_by_failures' | 'steps_in_process';
  /** Why the task ended: timed out, attempts used up, a permanent failure, faults of Lambda, or aborted (`manual_dlq`). */
  readonly dlq_reason: DeadLetterReason;
  /** When the task ended. */
  readonly dlq_timestamp: string;
  /**
   * How it stands with the entry. A cancelled task is `cancelled`, and one that was repaired or redriven and is complete
   * `manually_resolved`, without anybody's saying so.
   */
  readonly resolution_status: ResolutionStatus;
  /** When that was said; null while it is pending. */
  readonly resolution_timestamp: string | null;
  /** What operators noted. */
  readonly resolution_notes: string | null;
  /** Who said it. */
  readonly resolved_by: string | null;
  /** What is known of the task. */
  readonly task_snapshot: TaskSnapshot;
  /** Anything else that operators keep with it. */
  readonly metadata: JsonObject | null;
  /** When the task ended. */
  readonly created_at: string;
  /** When the entry was last changed. */
  readonly updated_at: string;
}

/** What a dead letter tells of its task. */
export interface TaskSnapshot extends TemplateIdentity {
  /** The request of the task. */
  readonly request: TaskRequest;
  /** The error of the execution, such as `TaskFailed`, `States.Timeout` or `TaskCancelled`. */
  readonly error: string;
  /** What the execution says of its end, where no step is to blame. */
  readonly message: string | null;
  /** The failed steps, as far as the execution's cause tells them. */
  readonly failed_steps: readonly StepFailure[];
  /** Names of the steps that never ran because of these, or how many they are. */
  readonly blocked_steps: readonly string[] | number;
  /** The ARN of the execution. */
  readonly execution_arn: string;
  /** When the execution began that ended so. */
  readonly started_at: string;
  /** What to run to look at the task, and to go on with it: commands for a shell. */
  readonly repair: readonly string[];
}

/** What an operator says of a dead letter: Tasker's body of `PATCH /v1/dlq/entry/{id}`. What is absent stays as it is. */
export interface DeadLetterUpdate {
  /** How it stands with the entry now. */
  readonly resolution_status?: ResolutionStatus;
  /** What there is to note. */
  readonly resolution_notes?: string;
  /** Who says it. */
  readonly resolved_by?: string;
  /** Anything else to keep with it; replaces what was kept. */
  readonly metadata?: JsonObject;
}

/** What is kept of an entry, beside its execution. */
export interface DeadLetterNote extends DeadLetterUpdate {
  readonly resolution_timestamp?: string;
  readonly updated_at: string;
}

/** Whether an execution is, or was, a dead letter. */
export function isDeadLetter({
  status,
  redriveCount = 0,
  isContinued = false,
}: Pick<DescribeExecutionOutput, 'status' | 'redriveCount'> & { readonly isContinued?: boolean }): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED' || redriveCount > 0 || isContinued;
}

/** The executions that a dead letter is about: the one that failed last, and the one that stands for the task as it is now. */
export interface DeadLetterRuns {
  readonly failed: DescribeExecutionOutput;
  readonly latest: DescribeExecutionOutput;
}

/** The entry of an execution. */
export function makeDeadLetter(
  { failed: execution, latest }: DeadLetterRuns,
  identity: TemplateIdentity,
  note: DeadLetterNote | undefined,
  prefix: string | undefined,
): DeadLetter {
  const { status, error, cause = '' } = execution;
  const { id: name } = runOf(latest).task;
  const { startDate = new Date(0), stopDate = startDate } = execution;
  const endedAt = stopDate.toISOString();
  const failure = failureIn(error, cause);
  const known = knownResolution(latest);
  // What is repaired is resolved, whatever was noted before.
  const resolved = known?.status === 'manually_resolved' ? known.status : note?.resolution_status;
  const failed = failure?.failed ?? [];
  return {
    dlq_entry_uuid: name,
    task_uuid: name,
    original_state: failed.length > 0 ? 'blocked_by_failures' : 'steps_in_process',
    dlq_reason: reasonOf(status, failed),
    dlq_timestamp: endedAt,
    resolution_status: resolved ?? known?.status ?? 'pending',
    resolution_timestamp: note?.resolution_timestamp ?? known?.at ?? null,
    resolution_notes: note?.resolution_notes ?? known?.notes ?? null,
    resolved_by: note?.resolved_by ?? known?.by ?? null,
    task_snapshot: {
      namespace: identity.namespace,
      name: identity.name,
      version: identity.version,
      request: requestOf(latest),
      error: error ?? (status === 'TIMED_OUT' ? 'States.Timeout' : (status ?? '')),
      message: failure === undefined && cause !== '' ? cause : null,
      failed_steps: failed,
      blocked_steps: failure?.blocked ?? [],
      execution_arn: latest.executionArn ?? '',
      started_at: startDate.toISOString(),
      repair: repairOf(name, latest, prefix),
    },
    metadata: note?.metadata ?? null,
    created_at: endedAt,
    updated_at: note?.updated_at ?? endedAt,
  };
}

interface KnownResolution {
  readonly status: ResolutionStatus;
  readonly at: string;
  readonly notes: string;
  readonly by?: string;
}

/** What is known without anybody's note. */
function knownResolution(latest: DescribeExecutionOutput): KnownResolution | undefined {
  const { status, error, cause, redriveCount = 0, startDate, stopDate = startDate } = latest;
  const at = (stopDate ?? new Date(0)).toISOString();
  const repair = continuationOf(latest)?.repair;
  if (status === 'SUCCEEDED' && repair !== undefined) {
    const notes = `The task was repaired by ${repair.by}, and is complete: ${repair.reason}`;
    return { status: 'manually_resolved', at, notes, by: repair.by };
  }
  if (status === 'SUCCEEDED' && redriveCount > 0) {
    return { status: 'manually_resolved', at, notes: 'The task was redriven and is complete.' };
  }
  if (status === 'ABORTED' && error === 'TaskCancelled') return { status: 'cancelled', at, notes: cause ?? '' };
  return undefined;
}

function failureIn(error: string | undefined, cause: string): TaskFailure | undefined {
  const parsed = error === TASK_FAILED ? parseJson(cause) : undefined;
  return isJsonObject(parsed) && Array.isArray(parsed.failed) ? (parsed as unknown as TaskFailure) : undefined;
}

/** The first failure tells: the others often follow from it, and one repair serves them all. */
function reasonOf(status: string | undefined, [first]: readonly StepFailure[]): DeadLetterReason {
  if (status === 'TIMED_OUT') return 'staleness_timeout';
  if (status === 'ABORTED') return 'manual_dlq';
  if (first === undefined || first.error === WireError.permanent) return 'permanent_failure';
  const isFault = (LAMBDA_SERVICE_ERRORS as readonly string[]).includes(first.error);
  return isFault ? 'worker_unavailable' : 'max_retries_exceeded';
}

function repairOf(name: string, { status }: DescribeExecutionOutput, prefix: string | undefined): readonly string[] {
  const option = prefix === undefined ? '' : ` --prefix ${prefix}`;
  const look = `npx tasker-sfn task get ${name}${option}`;
  if (status === 'SUCCEEDED' || status === 'RUNNING') return [look];
  return [look, `npx tasker-sfn task retry ${name} --reason "what was wrong"${option}`];
}
