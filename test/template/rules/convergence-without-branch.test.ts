import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const steps = (dependencies: string) => withSteps`
  - { name: a, handler: { callable: A } }
  - { name: d, type: decision, handler: { callable: D }, dependencies: [a] }
  - { name: b, handler: { callable: B }, dependencies: [d] }
  - { name: c, type: deferred_convergence, handler: { callable: C }, dependencies: ${dependencies} }
`;

describe('convergence-without-branch', () => {
  it('accepts a convergence that joins a branch, whether it lists the decision or not', () => {
    expectValid(steps('[b]'));
    expectValid(steps('[d, b]'));
    expectValid(steps('[a, d, b]'));
  });

  it('accepts one that follows no decision', () => {
    expectValid(steps('[a]'));
  });

  it.each(['[d]', '[a, d]'])('refuses one that no branch leads to: %s', (dependencies) => {
    expectDiagnostics(steps(dependencies), [
      {
        code: 'convergence-without-branch',
        at: '8:11 c',
        message: 'The convergence "c" would never run: it depends on no step that a decision could have created.',
        hint: 'Let it depend on the steps whose branches it joins; the decision itself does not count.',
      },
    ]);
  });
});
