import { describe, it } from 'vitest';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

describe('missing-batch-config', () => {
  it('refuses a batch worker without one', () => {
    expectDiagnostics(
      withSteps`
        - { name: analyze, type: batchable, handler: { callable: A } }
        - { name: work, type: batch_worker, handler: { callable: W }, dependencies: [analyze] }
      `,
      [
        {
          code: 'missing-batch-config',
          at: '6:11 work',
          message: 'The batch worker step "work" has no "batch_config".',
        },
      ],
    );
  });

  it('says nothing about one that is there, but broken', () => {
    expectDiagnostics(
      withSteps`
        - { name: analyze, type: batchable, handler: { callable: A } }
        - { name: work, type: batch_worker, handler: { callable: W }, dependencies: [analyze], batch_config: 7 }
      `,
      [{ code: 'wrong-type', at: '6:102 7' }],
    );
  });
});
