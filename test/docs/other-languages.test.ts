import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project } from '../cli/project.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';
import { blocks, root } from './pages.ts';

/** The handlers of a language as files of a project, by their modules: that of the test has the name by which it asks for it. */
function handlersIn(language: string, ending: string, tested: string): Readonly<Record<string, string>> {
  const found = blocks.filter((block) => block.language === language && block.code !== testIn(language));
  expect(found.length).toBeGreaterThan(1);
  return Object.fromEntries(
    found.map(({ code }, index) => {
      const module = code.includes(tested) ? 'charge_card_handler' : `block_${index}`;
      return [`lambdas/shop/${module}.${ending}`, code];
    }),
  );
}

/** The one block that is a test. */
function testIn(language: string): string {
  const [test, ...others] = blocks.filter(
    (block) => block.language === language && block.code.includes('run_handler('),
  );
  expect(others).toEqual([]);
  return test?.code ?? '';
}

function run(program: string, argv: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(program, argv, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('blocks of code in other languages', () => {
  it.skipIf(!hasPython)('in Python run: the handlers load, and the test passes', () => {
    const handlers = handlersIn('python', 'py', '@step_handler("Shop::ChargeCard")');
    const cwd = project({ ...handlers, 'test_charge.py': testIn('python') });
    const program = [
      'import pathlib, runpy',
      '[runpy.run_path(str(each)) for each in pathlib.Path("lambdas/shop").iterdir()]',
      'tests = [each for name, each in runpy.run_path("test_charge.py").items() if name.startswith("test_")]',
      'print("passed", [each() for each in tests])',
    ].join('\n');
    const ran = run('python3', ['-B', '-c', program], cwd, {
      PYTHONPATH: `${join(root, 'runtimes/python')}:${join(cwd, 'lambdas')}`,
    });
    expect(ran).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^passed \[None\]$/m) });
  });

  it.skipIf(!hasRuby)('in Ruby run: the handlers load, and the test passes', () => {
    const handlers = handlersIn('ruby', 'rb', 'ChargeCard = step_handler(');
    const cwd = project({ ...handlers, 'charge_card_test.rb': testIn('ruby') });
    const folders = ['-I', join(root, 'runtimes/ruby/lib'), '-I', 'lambdas'];
    const required = Object.keys(handlers).flatMap((path) => ['-r', `./${path}`]);
    const ran = run('ruby', [...folders, ...required, 'charge_card_test.rb'], cwd);
    expect(ran).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d+ runs, [1-9]\d* assertions, 0 failures, 0 errors, 0 skips$/m),
    });
  });
});
