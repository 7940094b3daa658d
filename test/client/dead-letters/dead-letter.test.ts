import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { isDeadLetter, makeDeadLetter } from '../../../lib/client/dead-letters/dead-letter.ts';
import { countDeadLetters } from '../../../lib/client/dead-letters/dead-letter-stats.ts';

const identity = { namespace: 'shop', name: 'order', version: '1.0.0' };
const execution = (happened: Partial<DescribeExecutionOutput>): DescribeExecutionOutput => ({
  executionArn: 'arn:aws:states:eu-central-1:123456789012:execution:shop-order-1_0_0:t1',
  stateMachineArn: 'arn:aws:states:eu-central-1:123456789012:stateMachine:shop-order-1_0_0',
  name: 't1',
  startDate: new Date(0),
  stopDate: new Date(60_000),
  status: 'FAILED',
  ...happened,
});
const failedWith = (error: string) =>
  execution({ error: 'TaskFailed', cause: JSON.stringify({ failed: [{ step: 'charge', error }], blocked: ['ship'] }) });
const letter = (of: DescribeExecutionOutput, note?: Parameters<typeof makeDeadLetter>[2]) =>
  makeDeadLetter({ failed: of, latest: of }, identity, note, undefined);

describe('the reason of a dead letter', () => {
  it.each([
    [failedWith('PermanentError'), 'permanent_failure'],
    [failedWith('AttemptsExhaustedError'), 'max_retries_exceeded'],
    [failedWith('States.Timeout'), 'max_retries_exceeded'],
    [failedWith('Lambda.TooManyRequestsException'), 'worker_unavailable'],
    [execution({ error: 'States.Runtime', cause: 'no path' }), 'permanent_failure'],
    [execution({ status: 'TIMED_OUT' }), 'staleness_timeout'],
    [execution({ status: 'ABORTED', error: 'TaskCancelled', cause: 'twice' }), 'manual_dlq'],
  ])('%#: is %s', (of, reason) => {
    expect(letter(of).dlq_reason).toBe(reason);
  });
});

describe('a dead letter', () => {
  it('is what failed, timed out, was aborted, or was redriven', () => {
    const is = (status: DescribeExecutionOutput['status'], redriveCount = 0) => isDeadLetter({ status, redriveCount });
    expect([is('FAILED'), is('TIMED_OUT'), is('ABORTED'), is('SUCCEEDED', 1)]).toEqual([true, true, true, true]);
    expect([is('RUNNING'), is('SUCCEEDED')]).toEqual([false, false]);
  });

  it('is resolved by itself once it is repaired, whatever was noted before', () => {
    const note = { resolution_status: 'permanently_failed', updated_at: '2026-01-01T00:00:00.000Z' } as const;
    expect(letter(execution({ status: 'SUCCEEDED', redriveCount: 1 }), note).resolution_status).toBe(
      'manually_resolved',
    );
    expect(letter(execution({ status: 'ABORTED', error: 'TaskCancelled' })).resolution_status).toBe('cancelled');
    expect(letter(execution({ status: 'ABORTED', error: 'Other' })).resolution_status).toBe('pending');
  });

  it('names the environment in the commands to run', () => {
    const of = failedWith('E');
    const { repair } = makeDeadLetter({ failed: of, latest: of }, identity, undefined, 'dev').task_snapshot;
    expect(repair).toEqual([
      'npx tasker-sfn task get t1 --prefix dev',
      'npx tasker-sfn task retry t1 --reason "what was wrong" --prefix dev',
    ]);
  });
});

it('dead letters are counted by their reason', () => {
  const resolved = {
    resolution_status: 'manually_resolved',
    resolution_timestamp: new Date(180_000).toISOString(),
    updated_at: '',
  } as const;
  const letters = [
    letter(failedWith('PermanentError'), resolved),
    letter(failedWith('PermanentError')),
    letter(execution({ status: 'TIMED_OUT' })),
  ];
  expect(countDeadLetters(letters)).toEqual([
    {
      dlq_reason: 'permanent_failure',
      total_entries: 2,
      pending: 1,
      manually_resolved: 1,
      permanent_failures: 0,
      cancelled: 0,
      oldest_entry: '1970-01-01T00:01:00.000Z',
      newest_entry: '1970-01-01T00:01:00.000Z',
      avg_resolution_time_minutes: 2,
    },
    expect.objectContaining({ dlq_reason: 'staleness_timeout', total_entries: 1, avg_resolution_time_minutes: null }),
  ]);
});
