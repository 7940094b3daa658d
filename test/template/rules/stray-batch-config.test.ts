import { describe, it } from 'vitest';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

const config = '{ batch_size: 10, parallelism: 2, cursor_field: id, worker_template: work, failure_strategy: isolate }';

describe('stray-batch-config', () => {
  it('warns of a batch configuration on another step', () => {
    expectDiagnostics(
      withSteps`
        - name: analyze
          type: batchable
          handler: { callable: A }
          batch_config: ${config}
        - name: work
          type: batch_worker
          handler: { callable: W }
          dependencies: [analyze]
          batch_config: ${config}
      `,
      [
        {
          code: 'stray-batch-config',
          at: '8:3 batch_config',
          message: 'The "batch_config" of step "analyze" is ignored: the step is of type "batchable".',
        },
      ],
    );
  });

  it('says nothing when the type is unreadable', () => {
    expectDiagnostics(
      withSteps`
        - { name: work, type: worker, handler: { callable: W }, batch_config: ${config} }
      `,
      [{ code: 'bad-value', at: '5:23 worker', hint: 'Did you mean "batch_worker"?' }],
    );
  });
});
