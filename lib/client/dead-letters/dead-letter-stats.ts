import type { DeadLetter, DeadLetterReason } from './dead-letter.ts';
import type { ResolutionStatus } from './resolution-status.ts';

/** The dead letters of one reason, as Tasker's `GET /v1/dlq/stats` counts them. */
export interface DeadLetterStats {
  /** Why the tasks ended. */
  readonly dlq_reason: DeadLetterReason;
  /** How many there are. */
  readonly total_entries: number;
  /** How many nobody has dealt with. */
  readonly pending: number;
  /** How many were repaired. */
  readonly manually_resolved: number;
  /** How many are given up. */
  readonly permanent_failures: number;
  /** How many were cancelled. */
  readonly cancelled: number;
  /** When the oldest of them ended: ISO 8601. */
  readonly oldest_entry: string;
  /** When the newest of them ended: ISO 8601. */
  readonly newest_entry: string;
  /** From a task's end until it was dealt with, in minutes on average; null where none was. */
  readonly avg_resolution_time_minutes: number | null;
}

/** Counts dead letters by their reason, those with most entries first. */
export function countDeadLetters(letters: readonly DeadLetter[]): readonly DeadLetterStats[] {
  const reasons = [...new Set(letters.map(({ dlq_reason: reason }) => reason))];
  return reasons
    .map((reason) =>
      statsOf(
        reason,
        letters.filter((each) => each.dlq_reason === reason),
      ),
    )
    .sort((a, b) => b.total_entries - a.total_entries);
}

function statsOf(reason: DeadLetterReason, letters: readonly DeadLetter[]): DeadLetterStats {
  const count = (status: ResolutionStatus) => letters.filter((each) => each.resolution_status === status).length;
  const ends = letters.map(({ dlq_timestamp: at }) => at).sort();
  const minutes = letters.flatMap(({ dlq_timestamp: from, resolution_timestamp: to }) =>
    to === null ? [] : [(Date.parse(to) - Date.parse(from)) / 60_000],
  );
  const sum = minutes.reduce((total, each) => total + each, 0);
  return {
    dlq_reason: reason,
    total_entries: letters.length,
    pending: count('pending'),
    manually_resolved: count('manually_resolved'),
    permanent_failures: count('permanently_failed'),
    cancelled: count('cancelled'),
    oldest_entry: ends[0] ?? '',
    newest_entry: ends.at(-1) ?? '',
    avg_resolution_time_minutes: minutes.length === 0 ? null : Math.round((100 * sum) / minutes.length) / 100,
  };
}
