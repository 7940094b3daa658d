import type { DeadLetter, DeadLetterReason } from './dead-letter.ts';

/** A dead letter that nobody has dealt with, as Tasker's `GET /v1/dlq/investigation-queue` gives it. */
export interface InvestigationEntry {
  /** The id of the entry, which is that of its task. */
  readonly dlq_entry_uuid: string;
  /** The id of the task. */
  readonly task_uuid: string;
  /** The state in which the task was when it ended. */
  readonly original_state: DeadLetter['original_state'];
  /** Why the task ended. */
  readonly dlq_reason: DeadLetterReason;
  /** When the task ended: ISO 8601. */
  readonly dlq_timestamp: string;
  /** So many minutes ago, to two decimals. */
  readonly minutes_in_dlq: number;
  /** The namespace of the task's template. */
  readonly namespace_name: string;
  /** The name of the task's template. */
  readonly task_name: string;
  /** The state of the task: it was aborted, or it failed. */
  readonly current_state: 'cancelled' | 'error';
  /** So many whole minutes did the execution run that ended so. */
  readonly time_in_state_minutes: number;
  /** How urgent it is: Tasker's number for the reason, and the minutes since. */
  readonly priority_score: number;
}

/** What a reason counts before the entry has grown old. Tasker's numbers; what no retry helps is as urgent as what no retry has helped. */
const URGENCY: Readonly<Record<DeadLetterReason, number>> = {
  max_retries_exceeded: 500,
  permanent_failure: 500,
  staleness_timeout: 100,
  worker_unavailable: 50,
  manual_dlq: 10,
};

/** Dead letters as a queue for those who look into them, the most urgent first. */
export function queueForInvestigation(letters: readonly DeadLetter[], now: number): readonly InvestigationEntry[] {
  return letters.map((letter) => entryOf(letter, now)).sort((a, b) => b.priority_score - a.priority_score);
}

function entryOf(letter: DeadLetter, now: number): InvestigationEntry {
  const { task_snapshot: task, dlq_reason: reason, dlq_timestamp: ended } = letter;
  const minutes = Math.max(0, hundredths((now - Date.parse(ended)) / 60_000));
  return {
    dlq_entry_uuid: letter.dlq_entry_uuid,
    task_uuid: letter.task_uuid,
    original_state: letter.original_state,
    dlq_reason: reason,
    dlq_timestamp: ended,
    minutes_in_dlq: minutes,
    namespace_name: task.namespace,
    task_name: task.name,
    current_state: reason === 'manual_dlq' ? 'cancelled' : 'error',
    time_in_state_minutes: Math.floor((Date.parse(ended) - Date.parse(task.started_at)) / 60_000),
    priority_score: hundredths(URGENCY[reason] + minutes),
  };
}

function hundredths(value: number): number {
  return Math.round(100 * value) / 100;
}
