import { describe, it } from 'vitest';
import { expectDiagnostics } from '../../support/expect-diagnostics.ts';

const head = 'name: t\nnamespace_name: n\nversion: 1.0.0\n';

describe('no-steps', () => {
  it('refuses an empty list of steps', () => {
    expectDiagnostics(`${head}steps: []\n`, [
      { code: 'no-steps', at: '4:1 steps', message: 'The template has no steps: a task made from it could not run.' },
    ]);
  });

  it('leaves a missing or unusable list to the shape', () => {
    expectDiagnostics(head, [{ code: 'missing-key', at: '1:1 name', hint: 'Add "steps: […]".' }]);
    expectDiagnostics(`${head}steps: none\n`, [{ code: 'wrong-type', at: '4:8 none' }]);
    expectDiagnostics(`${head}steps: [1]\n`, [{ code: 'wrong-type', at: '4:9 1' }]);
  });
});
