import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const batch = (worker: string, initialization: string) => withSteps`
  - name: analyze
    type: batchable
    handler: { callable: A, initialization: ${initialization} }
  - name: work
    type: batch_worker
    handler: { callable: W }
    dependencies: [analyze]
    batch_config:
      batch_size: 100
      parallelism: 5
      cursor_field: id
      worker_template: ${worker}
      failure_strategy: fail_fast
`;

describe('missing-worker-template', () => {
  it('accepts the worker itself, here and in the batchable step', () => {
    expectValid(batch('work', '{ worker_template_name: work }'));
  });

  it('refuses a name that is no batch worker', () => {
    expectDiagnostics(batch('worker', '{}'), [
      {
        code: 'missing-worker-template',
        at: '16:22 worker',
        message: 'Step "work" names the worker template "worker", which is not a step of type "batch_worker".',
        hint: 'Did you mean "work"?',
      },
    ]);
    expectDiagnostics(batch('analyze', '{}'), [
      { code: 'missing-worker-template', at: '16:22 analyze', hint: 'Batch worker steps are "work".' },
    ]);
  });

  it('looks at the name that a batchable step is initialised with', () => {
    expectDiagnostics(batch('work', '{ worker_template_name: other }'), [
      { code: 'missing-worker-template', at: '7:67 other' },
    ]);
  });
});
