import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const override = (name: string) => withSteps`
  - { name: charge_card, handler: { callable: A } }
environments:
  test:
    steps:
      - name: ${name}
        timeout_seconds: 5
`;

describe('unknown-override-step', () => {
  it('accepts steps of the template, and ALL', () => {
    expectValid(override('charge_card'));
    expectValid(override('ALL'));
  });

  it('refuses other names', () => {
    expectDiagnostics(override('charge_cart'), [
      {
        code: 'unknown-override-step',
        at: '9:15 charge_cart',
        message: 'Environment "test" overrides the step "charge_cart", but there is no such step.',
        hint: 'Did you mean "charge_card"?',
      },
    ]);
    expectDiagnostics(override('zzz'), [
      { code: 'unknown-override-step', at: '9:15 zzz', hint: 'Name a step of this template, or "ALL" for every step.' },
    ]);
  });
});
