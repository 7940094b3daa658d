/**
 * Holds the runtime for Python against two packages from PyPI. The original package: the same handlers, contexts and dependency results must
 * give the same outcome. And Lambda's client of its Runtime API: what runs functions on this machine must answer as that. It installs both
 * into the project's own virtual environment.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { checkLambdaClient } from './lambda-client.ts';

const ORIGINAL = 'tasker-py==0.1.8';
const LAMBDA_CLIENT = 'awslambdaric==4.2.2';
const root = resolve(import.meta.dirname, '../..');
const venv = join(root, '.venv');
const python = join(venv, 'bin/python');

const hasPython = ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'];
if (spawnSync('python3', hasPython).status !== 0) {
  console.log(
    'Skipped: the oracles are packages for Python, and there is no Python 3.10 or later with venv and ensurepip.',
  );
  process.exit(0);
}
spawnSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
if (install(ORIGINAL)) {
  const { status } = spawnSync(python, ['-m', 'unittest', '-v', 'test_oracle'], {
    cwd: join(root, 'runtimes/python/tests'),
    env: { ...process.env, TASKER_PY: python },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
if (install(LAMBDA_CLIENT)) await checkLambdaClient(python);

/** Whether a package is there now. It may have wheels for few systems, and none of them for this one; PyPI may be out of reach. */
function install(requirement: string): boolean {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', requirement];
  const { status, stderr } = spawnSync(python, pip, { encoding: 'utf8' });
  if (status === 0) return true;
  const isAbsent = /No matching distribution|Could not find a version|ConnectionError|connection|timed out/i.test(
    stderr,
  );
  if (!isAbsent) throw new Error(`"${requirement}" cannot be installed:\n${stderr}`);
  console.log(`Skipped: "${requirement}" cannot be installed here: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return false;
}
