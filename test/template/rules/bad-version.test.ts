import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid } from '../../support/expect-diagnostics.ts';

const withVersion = (version: string) =>
  `name: t\nnamespace_name: n\nversion: ${version}\nsteps:\n  - { name: a, handler: { callable: A } }\n`;

describe('bad-version', () => {
  it('accepts semantic versions', () => {
    for (const version of ['1.0.0', '0.1.22', '1.0.0-rc.1', '1.0.0-alpha+build.5', '"2.0.0"']) {
      expectValid(withVersion(version));
    }
  });

  it('refuses what is not quite one, and completes it', () => {
    expectDiagnostics(withVersion('v1.2'), [
      {
        code: 'bad-version',
        at: '3:10 v1.2',
        message: 'The version "v1.2" is not a semantic version such as "1.0.0".',
        hint: 'Write "1.2.0".',
      },
    ]);
    expectDiagnostics(withVersion('01.2.3'), [{ code: 'bad-version', at: '3:10 01.2.3', hint: 'Write "1.2.3".' }]);
  });

  it('refuses what is none at all', () => {
    expectDiagnostics(withVersion('latest'), [{ code: 'bad-version', at: '3:10 latest', hint: '' }]);
    expectDiagnostics(withVersion(`1.0.0-${'a'.repeat(50)}`), [
      { code: 'bad-version', at: `3:10 1.0.0-${'a'.repeat(50)}` },
    ]);
  });
});
