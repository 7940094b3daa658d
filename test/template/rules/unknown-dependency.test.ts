import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

describe('unknown-dependency', () => {
  it('accepts steps that come later in the file', () => {
    expectValid(withSteps`
      - { name: b, handler: { callable: B }, dependencies: [a] }
      - { name: a, handler: { callable: A } }
    `);
  });

  it('points at the name and offers the likely one', () => {
    expectDiagnostics(
      withSteps`
        - name: create_user
          handler: { callable: A }
        - name: welcome
          handler: { callable: B }
          dependencies:
            - crate_user
      `,
      [
        {
          code: 'unknown-dependency',
          at: '10:7 crate_user',
          message: 'Step "welcome" depends on "crate_user", but there is no such step.',
          hint: 'Did you mean "create_user"?',
        },
      ],
    );
  });

  it('lists the steps when none is likely', () => {
    expectDiagnostics(
      withSteps`
        - { name: pack, handler: { callable: A } }
        - { name: ship, handler: { callable: B }, dependencies: [refund] }
      `,
      [{ code: 'unknown-dependency', at: '6:58 refund', hint: 'The steps are "pack" and "ship".' }],
    );
  });

  it('says nothing when a step has no name: it may be the one', () => {
    expectDiagnostics(
      withSteps`
        - { handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: [a] }
      `,
      [{ code: 'missing-key', at: '5:5 handler' }],
    );
  });
});
