import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

describe('grammar-callable', () => {
  it('accepts names of handlers', () => {
    expectValid(withSteps`
      - name: a
        handler: { callable: Grammar::Check }
    `);
  });

  it('warns of what only tools of Tasker know', () => {
    expectDiagnostics(
      withSteps`
        - name: check
          handler: { callable: 'grammar:check' }
      `,
      [
        {
          code: 'grammar-callable',
          at: "6:24 'grammar:check'",
          message: 'Step "check" has the callable "grammar:check", which no worker runs: only Tasker\'s tools use it.',
        },
      ],
    );
  });
});
