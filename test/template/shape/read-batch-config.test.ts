import { describe, it } from 'vitest';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

const template = (config: string) => withSteps`
  - name: a
    type: batchable
    handler: { callable: A }
  - name: w
    type: batch_worker
    dependencies: [a]
    handler: { callable: W }
    batch_config: ${config}
`;

describe('readBatchConfig', () => {
  it('requires all five keys', () => {
    expectDiagnostics(
      template('{}'),
      ['batch_size: 1000', 'parallelism: 10', 'cursor_field: id', 'worker_template: process_batch']
        .map((example) => ({
          code: 'missing-key',
          at: '12:3 batch_config',
          hint: `Add "${example}".`,
        }))
        .concat([
          { code: 'missing-key', at: '12:3 batch_config', hint: 'Add "failure_strategy: continue_on_failure".' },
        ]),
    );
  });

  it('checks every range', () => {
    expectDiagnostics(
      template(
        `{ batch_size: 0, parallelism: 1001, cursor_field: '', worker_template: w, failure_strategy: isolate_failed }`,
      ),
      [
        { code: 'out-of-range', at: '12:31 0', message: '"batch_size" is 0, but must be from 1 to 100,000.' },
        { code: 'out-of-range', at: '12:47 1001', message: '"parallelism" is 1,001, but must be from 1 to 1,000.' },
        { code: 'bad-length', at: "12:67 ''" },
        {
          code: 'bad-value',
          at: '12:109 isolate_failed',
          message:
            '"failure_strategy" is "isolate_failed", but must be "continue_on_failure", "fail_fast" or "isolate".',
          hint: 'Did you mean "isolate"?',
        },
      ],
    );
  });

  it('warns of keys from stale guides', () => {
    expectDiagnostics(
      template(
        '{ batch_size: 1, parallelism: 1, cursor_field: id, worker_template: w, failure_strategy: isolate, checkpoint_interval: 10, cursor_strategy: x }',
      ),
      [
        {
          code: 'ignored-key',
          at: '12:115 checkpoint_interval',
          message:
            'The key "checkpoint_interval" of the batch configuration of step "w" is ignored, here as in Tasker.',
        },
        { code: 'ignored-key', at: '12:140 cursor_strategy' },
      ],
    );
  });
});
