import { describe, expect, it } from 'vitest';
import type { DeadLetter, DeadLetterReason } from '../../../lib/client/dead-letters/dead-letter.ts';
import { queueForInvestigation } from '../../../lib/client/dead-letters/investigation-queue.ts';

const NOW = 100 * 60_000;

const letter = (id: string, reason: DeadLetterReason, endedAt: number): DeadLetter => ({
  dlq_entry_uuid: id,
  task_uuid: id,
  original_state: 'blocked_by_failures',
  dlq_reason: reason,
  dlq_timestamp: new Date(endedAt * 60_000).toISOString(),
  resolution_status: 'pending',
  resolution_timestamp: null,
  resolution_notes: null,
  resolved_by: null,
  task_snapshot: {
    namespace: 'shop',
    name: 'order',
    version: '1.0.0',
    request: { context: {} },
    error: 'TaskFailed',
    message: null,
    failed_steps: [],
    blocked_steps: [],
    execution_arn: 'arn',
    started_at: new Date(2.5 * 60_000).toISOString(),
    repair: [],
  },
  metadata: null,
  created_at: '',
  updated_at: '',
});

describe('the investigation queue', () => {
  it('has the most urgent first: by the reason, and by how long ago it was', () => {
    const queue = queueForInvestigation(
      [
        letter('aborted', 'manual_dlq', 3),
        letter('fault', 'worker_unavailable', 99),
        letter('late', 'staleness_timeout', 40),
        letter('old', 'permanent_failure', 10),
        letter('new', 'max_retries_exceeded', 90),
      ],
      NOW,
    );
    expect(queue.map(({ task_uuid: id, priority_score: score }) => [id, score])).toEqual([
      ['old', 590],
      ['new', 510],
      ['late', 160],
      ['aborted', 107],
      ['fault', 51],
    ]);
  });

  it('tells of each what it is, in the fields of Tasker', () => {
    expect(queueForInvestigation([letter('a', 'manual_dlq', 10)], NOW + 200)).toEqual([
      {
        dlq_entry_uuid: 'a',
        task_uuid: 'a',
        original_state: 'blocked_by_failures',
        dlq_reason: 'manual_dlq',
        dlq_timestamp: '1970-01-01T00:10:00.000Z',
        minutes_in_dlq: 90,
        namespace_name: 'shop',
        task_name: 'order',
        current_state: 'cancelled',
        time_in_state_minutes: 7,
        priority_score: 100,
      },
    ]);
    // A clock that is behind makes nothing negative.
    expect(queueForInvestigation([letter('a', 'manual_dlq', 10)], 0)).toMatchObject([{ minutes_in_dlq: 0 }]);
  });
});
