import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

describe('bad-step-name', () => {
  it('accepts letters, digits, underscores, hyphens, dots and spaces', () => {
    expectValid(withSteps`
      - { name: Ship the 2nd order-v1.5, handler: { callable: A } }
    `);
  });

  it('refuses characters that mean something in a state machine', () => {
    expectDiagnostics(
      withSteps`
        - { name: 'ship: $order[0]', handler: { callable: A } }
      `,
      [
        {
          code: 'bad-step-name',
          at: `5:11 'ship: $order[0]'`,
          message:
            'The step name "ship: $order[0]" may only hold letters, digits, "_", "-", "." and spaces, and starts with a letter, digit or "_".',
          hint: 'Write "ship_order_0_".',
        },
      ],
    );
  });

  it('refuses a bad first character', () => {
    expectDiagnostics(
      withSteps`
        - { name: .hidden, handler: { callable: A } }
      `,
      [{ code: 'bad-step-name', at: '5:11 .hidden', hint: 'Write "hidden".' }],
    );
  });
});
