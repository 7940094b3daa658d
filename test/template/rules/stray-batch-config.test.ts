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

  it('warns of one in an environment, for a step of another type, or for all where there is no worker', () => {
    const template = (type: string) => withSteps`
      - { name: analyze, type: batchable, handler: { callable: A } }
      - { name: work, type: ${type}, dependencies: [analyze], handler: { callable: W } }
    `;
    const environments = `environments:
  test:
    steps:
      - { name: analyze, batch_config: { parallelism: 2 } }
      - { name: ALL, batch_config: { parallelism: 2 } }
`;
    expectDiagnostics(`${template('standard')}${environments}`, [
      {
        code: 'stray-batch-config',
        at: '10:26 batch_config',
        message:
          'The "batch_config" of step "analyze" in environment "test" is ignored: the step is of type "batchable".',
      },
      {
        code: 'stray-batch-config',
        at: '11:22 batch_config',
        message: 'The "batch_config" of "ALL" in environment "test" is ignored: no step is of type "batch_worker".',
      },
    ]);
    const worker = `batch_worker, batch_config: ${config}`;
    expectDiagnostics(`${template(worker)}${environments}`, [{ code: 'stray-batch-config', at: '10:26 batch_config' }]);
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
