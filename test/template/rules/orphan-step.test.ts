import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

describe('orphan-step', () => {
  it('accepts a single step', () => {
    expectValid(withSteps`
      - { name: a, handler: { callable: A } }
    `);
  });

  it('warns of a step without any link', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: [a] }
        - { name: lonely, handler: { callable: C } }
      `,
      [
        {
          code: 'orphan-step',
          at: '7:11 lonely',
          message: 'Step "lonely" depends on no step, and no step depends on it.',
        },
      ],
    );
  });

  it('says nothing while a dependency is unknown or unreadable: it may be the missing link', () => {
    expectDiagnostics(
      withSteps`
        - { name: create, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: [craete] }
      `,
      [{ code: 'unknown-dependency', at: '6:55 craete' }],
    );
    expectDiagnostics(
      withSteps`
        - { name: create, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: create }
      `,
      [{ code: 'wrong-type', at: '6:54 create' }],
    );
  });
});
