import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasPython } from '../support/has-python.ts';

const folder = resolve(import.meta.dirname, '../../runtimes/python');

describe.skipIf(!hasPython)('the runtime for Python', () => {
  it('passes its own tests, the recorded cases of the wire among them', () => {
    const { status, stderr } = spawnSync('python3', ['-m', 'unittest', 'discover', '-s', 'tests'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/\nOK(?: \(skipped=\d+\))?\n$/);
    expect(status).toBe(0);
  }, 60_000);
});
