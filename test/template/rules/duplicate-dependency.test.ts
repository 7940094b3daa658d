import { describe, it } from 'vitest';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

describe('duplicate-dependency', () => {
  it('warns of the second one and shows the first', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: [a, a] }
      `,
      [
        {
          code: 'duplicate-dependency',
          at: '6:58 a',
          message: 'Step "b" lists the dependency "a" twice.',
          related: ['6:55 a: It is listed here already.'],
        },
      ],
    );
  });
});
