import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const retry = (policy: string) => withSteps`
  - name: a
    handler: { callable: A }
    retry: ${policy}
`;

describe('backoff-above-maximum', () => {
  it('accepts a base up to the maximum', () => {
    expectValid(retry('{ backoff_base_ms: 2000, max_backoff_ms: 2000 }'));
    expectValid(retry('{}'));
  });

  it('warns of a base above the maximum, given or not', () => {
    expectDiagnostics(retry('{ backoff_base_ms: 5000, max_backoff_ms: 2000 }'), [
      {
        code: 'backoff-above-maximum',
        at: '7:29 5000',
        message: 'The first delay, 5,000 ms, is above the longest delay, 2,000 ms, which always wins.',
      },
    ]);
    expectDiagnostics(retry('{ backoff_base_ms: 60000 }'), [{ code: 'backoff-above-maximum', at: '7:29 60000' }]);
  });

  it('does not care without backoff', () => {
    expectValid(retry('{ backoff: none, backoff_base_ms: 60000 }'));
  });

  it('looks at environments too', () => {
    const environment = `environments: { test: { steps: [{ name: ALL, retry: { backoff_base_ms: 60000 } }] } }\n`;
    expectDiagnostics(retry('{}') + environment, [{ code: 'backoff-above-maximum', at: '8:72 60000' }]);
  });
});
