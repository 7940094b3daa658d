import { describe, it } from 'vitest';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

describe('duplicate-step', () => {
  it('points at every later step of the same name, and at the first', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: [a] }
        - { name: a, handler: { callable: C }, dependencies: [b] }
        - { name: a, handler: { callable: D }, dependencies: [b] }
      `,
      [
        {
          code: 'duplicate-step',
          at: '7:11 a',
          message: 'There is more than one step named "a".',
          related: ['5:11 a: The first one is here.'],
        },
        { code: 'duplicate-step', at: '8:11 a', related: ['5:11 a: The first one is here.'] },
      ],
    );
  });
});
