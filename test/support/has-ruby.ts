import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('ruby', ['-e', 'puts Gem::Version.new(RUBY_VERSION) >= Gem::Version.new("3.1")'], {
  encoding: 'utf8',
});

/** Whether this machine has a Ruby that handlers run in. Suites that need one skip without it, and say so. */
export const hasRuby = (stdout as string | null)?.trim() === 'true';

if (!hasRuby) console.log('Skipped: there is no "ruby" of version 3.1 or later.');
