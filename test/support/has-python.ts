import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 10))'], { encoding: 'utf8' });

/** Whether this machine has a Python that handlers run in. Suites that need one skip without it, and say so. */
export const hasPython = (stdout as string | null)?.trim() === 'True';

if (!hasPython) console.log('Skipped: there is no "python3" of version 3.10 or later.');
