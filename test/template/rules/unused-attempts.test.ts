import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const retry = (policy: string) => withSteps`
  - name: a
    handler: { callable: A }
    retry: ${policy}
`;

describe('unused-attempts', () => {
  it('accepts a step that runs once and says so, or says nothing', () => {
    expectValid(retry('{ retryable: false, max_attempts: 1 }'));
    expectValid(retry('{ retryable: false }'));
  });

  it('warns of attempts that will not be used', () => {
    expectDiagnostics(retry('{ retryable: false, max_attempts: 5 }'), [
      {
        code: 'unused-attempts',
        at: '7:44 5',
        message: 'With "retryable: false" the step runs once, so "max_attempts: 5" has no effect.',
      },
    ]);
  });

  it('says nothing about attempts that cannot be read', () => {
    expectDiagnostics(retry('{ retryable: false, max_attempts: many }'), [{ code: 'wrong-type', at: '7:44 many' }]);
  });
});
