import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

describe('decision-without-dependency', () => {
  it('accepts a decision that follows from a step', () => {
    expectValid(withSteps`
      - { name: a, handler: { callable: A } }
      - { name: d, type: decision, handler: { callable: D }, dependencies: [a] }
    `);
  });

  it('refuses a decision at the start', () => {
    expectDiagnostics(
      withSteps`
        - { name: d, type: decision, handler: { callable: D } }
      `,
      [
        {
          code: 'decision-without-dependency',
          at: '5:11 d',
          message: 'The decision step "d" has no dependencies; it needs at least one.',
        },
      ],
    );
  });

  it('says nothing when the dependencies are unreadable', () => {
    expectDiagnostics(
      withSteps`
        - { name: d, type: decision, handler: { callable: D }, dependencies: [1] }
      `,
      [{ code: 'wrong-type', at: '5:71 1', message: '"dependencies[0]" must be text, not the number 1.' }],
    );
  });
});
