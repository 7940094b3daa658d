/**
 * Holds the runtime for Python against the original package from PyPI: the same handlers, contexts and dependency results must give the
 * same outcome. It installs the package into the project's own virtual environment.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const ORIGINAL = 'tasker-py==0.1.8';
const root = resolve(import.meta.dirname, '../..');
const venv = join(root, '.venv');
const python = join(venv, 'bin/python');

function skip(reason: string): never {
  console.log(`Skipped: the oracle is the original package for Python, and ${reason}.`);
  process.exit(0);
}

const hasPython = ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'];
if (spawnSync('python3', hasPython).status !== 0) {
  skip('there is no Python 3.10 or later with the modules venv and ensurepip');
}
spawnSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', ORIGINAL];
const installed = spawnSync(python, pip, { encoding: 'utf8' });
if (installed.status !== 0) {
  // It has wheels for few systems, and none of them may be this one; PyPI may be out of reach.
  const said = installed.stderr.trim().split('\n').at(-1) ?? '';
  if (
    !/No matching distribution|Could not find a version|ConnectionError|connection|timed out/i.test(installed.stderr)
  ) {
    console.error(installed.stderr);
    process.exit(1);
  }
  skip(`"${ORIGINAL}" cannot be installed here: ${said}`);
}
const { status } = spawnSync(python, ['-m', 'unittest', '-v', 'test_oracle'], {
  cwd: join(root, 'runtimes/python/tests'),
  env: { ...process.env, TASKER_PY: python },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
