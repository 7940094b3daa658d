import { passedOverTexts } from '../../client/view/blocked-text.ts';
import type { RunResponse, TaskResponse } from '../../client/index.ts';
import { alignColumns } from '../align-columns.ts';
import type { Colours } from '../colours.ts';
import { spanText } from '../run/step-text.ts';
import { paintState } from './paint-state.ts';

/** What a task is and how it stands, for people. */
export function taskText(task: TaskResponse, colours: Colours): string {
  const { name, namespace, version, status, completed_at: ended } = task;
  const details = [
    ['id', task.task_uuid],
    ['progress', progressOf(task)],
    ...skippedTexts(task).map((text) => ['skipped', text]),
    ['created', task.created_at],
    ['ended', ended === null ? '' : `${ended}, after ${spanText(task.created_at, ended)}`],
    ['failure', task.failure === null ? '' : `${task.failure.error}: ${task.failure.message}`],
    ['reason', task.reason],
    ['initiator', task.initiator],
    ['source', task.source_system],
    ['tags', task.tags.join(', ')],
    ['correlation', task.correlation_id],
    ['execution', task.execution_arn],
    ...task.runs.slice(1).map((run) => ['repaired', repairText(run)]),
  ].filter(([, value]) => value !== '');
  const headline = `${colours.bold(`${namespace}/${name}`)} ${version}  ${paintState(status, status, colours)}`;
  return [headline, ...alignColumns(details), ''].join('\n');
}

/** The steps that are no part of the task. */
function skippedTexts({ skipped_steps: skipped }: TaskResponse): readonly string[] {
  return passedOverTexts(
    skipped.map(({ name, skipped_by, empty_batches }) => ({
      name,
      skippedBy: skipped_by,
      emptyBatches: empty_batches,
    })),
  );
}

function repairText({ run, repaired_by: by, reason, started_at: at, status }: RunResponse): string {
  return `${at} by ${by ?? ''}: ${reason ?? ''} (run ${run}: ${status})`;
}

function progressOf({
  completed_steps: completed,
  total_steps: total,
  failed_steps: failed,
  steps,
}: TaskResponse): string {
  const blocked = steps.filter((step) => step.blocked_by.length > 0).length;
  return `${completed} of ${total} steps, ${failed} failed${blocked > 0 ? `, ${blocked} blocked` : ''}`;
}
