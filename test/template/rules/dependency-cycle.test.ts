import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

describe('dependency-cycle', () => {
  it('accepts diamonds and redundant dependencies', () => {
    expectValid(withSteps`
      - { name: a, handler: { callable: A } }
      - { name: b, handler: { callable: B }, dependencies: [a] }
      - { name: c, handler: { callable: C }, dependencies: [a] }
      - { name: d, handler: { callable: D }, dependencies: [a, b, c] }
    `);
  });

  it('shows the whole cycle, with the place of every dependency', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: [a, d] }
        - { name: c, handler: { callable: C }, dependencies: [b] }
        - { name: d, handler: { callable: D }, dependencies: [c] }
      `,
      [
        {
          code: 'dependency-cycle',
          at: '6:11 b',
          message: 'Steps wait for each other in a circle: "b" → "d" → "c" → "b".',
          related: ['6:58 d: "b" depends on "d".', '8:55 c: "d" depends on "c".', '7:55 b: "c" depends on "b".'],
        },
      ],
    );
  });

  it('reports cycles that share a step, each once', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A }, dependencies: [b] }
        - { name: b, handler: { callable: B }, dependencies: [a, c] }
        - { name: c, handler: { callable: C }, dependencies: [b] }
      `,
      [
        {
          code: 'dependency-cycle',
          at: '5:11 a',
          message: 'Steps wait for each other in a circle: "a" → "b" → "a".',
        },
        {
          code: 'dependency-cycle',
          at: '6:11 b',
          message: 'Steps wait for each other in a circle: "b" → "c" → "b".',
        },
      ],
    );
  });
});
