import { describe, it } from 'vitest';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

describe('self-dependency', () => {
  it('points at the dependency, and is no cycle besides', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: [a, b] }
      `,
      [{ code: 'self-dependency', at: '6:58 b', message: 'Step "b" depends on itself.' }],
    );
  });
});
