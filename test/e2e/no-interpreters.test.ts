import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../support/handler-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const context = JSON.stringify({ user_info: { email: 'jane@example.com', name: 'Jane', plan: 'pro' } });

/** A PATH with Node.js and what Node.js itself starts, on which interpreters of other languages only say that they were asked. */
function makePath() {
  const bin = join(makeFolder(), 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  const asked = join(bin, 'asked');
  for (const name of ['python3', 'python', 'ruby', 'bundle', 'gem', 'pip', 'uv']) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> "${asked}"\nexit 127\n`, { mode: 0o755 });
  }
  return { bin, asked: () => (existsSync(asked) ? readFileSync(asked, 'utf8') : '') };
}

function run(bin: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    encoding: 'utf8',
    // An environment in the project would come before the PATH.
    env: { PATH: bin, HOME: join(bin, 'home'), TASKER_SFN_PYTHON: join(bin, 'python3'), ...env },
  });
  return { status, output: stdout + stderr };
}

describe('handlers in TypeScript', { timeout: 120_000 }, () => {
  it.each([
    ['validate', ['validate', 'templates']],
    ['compile', ['compile', 'templates/microservices/user_registration.yaml']],
    ['run', ['run', 'templates/microservices/user_registration.yaml', '--context', context]],
    ['generate types', ['generate', 'types', 'templates/microservices/user_registration.yaml']],
  ])('need neither Python nor Ruby: %s', (_, args) => {
    const { bin, asked } = makePath();
    const { status, output } = run(bin, ['bin/tasker-sfn.ts', ...args]);
    expect(status, output).toBe(0);
    expect(asked()).toBe('');
  });

  it('need neither to be deployed', () => {
    const { bin, asked } = makePath();
    const { status, output } = run(bin, ['bin/app.ts'], {
      CDK_OUTDIR: makeFolder(),
      CDK_CONTEXT_JSON: JSON.stringify({ templates: 'templates/microservices' }),
    });
    expect(status, output).toBe(0);
    expect(asked()).toBe('');
  });

  it('and the fakes are asked where there are handlers in those languages', () => {
    const { bin, asked } = makePath();
    for (const handlers of ['lambdas-python', 'lambdas-ruby']) {
      const args = [
        'run',
        'templates/microservices/user_registration.yaml',
        '--context',
        context,
        '--handlers',
        handlers,
      ];
      const { status, output } = run(bin, ['bin/tasker-sfn.ts', ...args]);
      expect(status).toBe(1);
      expect(output).toContain('interpreter-not-found');
    }
    expect(asked()).toMatch(/^python3 /m);
    expect(asked()).toMatch(/^ruby /m);
  });
});
