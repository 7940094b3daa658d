import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasRuby } from '../support/has-ruby.ts';

const folder = resolve(import.meta.dirname, '../../runtimes/ruby');

describe.skipIf(!hasRuby)('the runtime for Ruby', () => {
  it('passes its own tests, the recorded cases of the wire among them', () => {
    const load = 'Dir["tests/test_*.rb"].sort.each { |file| require File.expand_path(file) }';
    const { status, stdout, stderr } = spawnSync('ruby', ['-w', '-e', load], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/\n\d{3,} runs, \d{3,} assertions, 0 failures, 0 errors, 0 skips\n/);
    expect(status).toBe(0);
  }, 60_000);
});
