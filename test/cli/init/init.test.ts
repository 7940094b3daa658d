import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { hasPython } from '../../support/has-python.ts';
import { hasRuby } from '../../support/has-ruby.ts';
import { fakeIo, type FakeIoOptions } from '../fake-io.ts';
import { filesIn } from '../new/files-in.ts';
import { project } from '../project.ts';

async function init(args: readonly string[], options: FakeIoOptions = {}) {
  const cwd = options.cwd ?? project({});
  const io = fakeIo({ ...options, cwd });
  const code = await cli(['init', ...args], io);
  return { code, io, files: filesIn(cwd) };
}

describe('init', () => {
  it('writes a project whose templates are valid and run', async () => {
    const cwd = project({});
    const { code, io, files } = await init(['shop', '--no-install'], { cwd });
    expect(code).toBe(0);
    expect(io.out().trimEnd().split('\n').sort()).toEqual(Object.keys(files).sort());
    expect(io.err()).toContain('  cd shop\n  npm install\n  npm test\n  npm run dev\n  npx cdk synth\n');
    for (const name of ['.gitignore', '.vscode/launch.json', '.github/workflows/check.yml', 'cdk.json']) {
      expect(files).toHaveProperty([`shop/${name}`]);
    }
    const inside = { cwd: join(cwd, 'shop') };
    expect(await cli(['validate', 'templates'], fakeIo(inside))).toBe(0);
    const context = '{"items": [{"sku": "book", "quantity": 2}], "card": "visa"}';
    const ran = fakeIo(inside);
    expect(await cli(['run', 'templates/shop/order.yaml', '--context', context, '--json'], ran)).toBe(0);
    expect(JSON.parse(ran.out())).toMatchObject({ output: { charge_card: { amount: 3000 } } });
  });

  it('says how to enter a folder of an unusual name, and that Vitest finds no tests in some', async () => {
    const spaced = await init(["my shöp's", '--no-install']);
    expect(spaced.io.err()).toContain("\nNext:\n  cd 'my shöp'\\''s'\n");
    expect(spaced.io.err()).not.toContain('warning');
    const { code, io } = await init(['shop #1', '--no-install']);
    expect(code).toBe(0);
    expect(io.err()).toContain(
      `warning: Vitest finds no tests in ${join(io.cwd, 'shop #1')}, because of the "#" in it.`,
    );
  });

  it('has types that are those of its template', async () => {
    const cwd = project({});
    await init(['shop', '--no-install'], { cwd });
    const types = fakeIo({ cwd: join(cwd, 'shop') });
    await cli(['generate', 'types', 'templates/shop/order.yaml'], types);
    expect(types.out()).toBe(readFileSync(join(cwd, 'shop/types/shop/order.ts'), 'utf8'));
  });

  const languages = [
    {
      language: 'python',
      isHere: hasPython,
      extension: '.py',
      ignored: '__pycache__\n.venv',
      tests: ['python3', 'test/run.py'],
      passed: /Ran 4 tests .*\n\nOK\n$/,
      variable: 'PYTHONPATH',
      runtime: 'python',
    },
    {
      language: 'ruby',
      isHere: hasRuby,
      extension: '.rb',
      ignored: '.bundle\nvendor',
      tests: ['ruby', 'test/run.rb'],
      passed: /\n4 runs, 4 assertions, 0 failures, 0 errors, 0 skips\n/,
      variable: 'RUBYLIB',
      runtime: 'ruby/lib',
    },
  ].filter(({ isHere }) => isHere);

  it.each(languages)(
    'has handlers in $language where that is asked for, which run and have tests that pass',
    async ({ language, extension, ignored, tests: [program = '', test = ''], passed, variable, runtime }) => {
      const cwd = project({});
      const { code, files } = await init(['shop', '--no-install', '--language', language], { cwd });
      expect(code).toBe(0);
      const handlers = Object.keys(files).filter((path) => /lambdas|handler/.test(path));
      expect(handlers.every((path) => path.endsWith(extension))).toBe(true);
      expect(Object.entries(files).filter(([, text]) => text.includes('{{'))).toEqual([]);
      expect(files['shop/.gitignore']).toContain(`\n${ignored}\n`);
      const inside = { cwd: join(cwd, 'shop') };
      const context = '{"items": [{"sku": "book", "quantity": 2}], "card": "visa"}';
      const ran = fakeIo(inside);
      expect(await cli(['run', 'templates/shop/order.yaml', '--context', context, '--json'], ran)).toBe(0);
      expect(JSON.parse(ran.out())).toMatchObject({ output: { charge_card: { amount: 3000 } } });
      const types = fakeIo(inside);
      await cli(['generate', 'types', 'templates/shop/order.yaml', '--language', language], types);
      expect(types.out()).toBe(files[`shop/lambdas/shop/order_types${extension}`]);
      const env = { ...process.env, [variable]: resolve(import.meta.dirname, '../../../runtimes', runtime) };
      const { stdout, stderr } = spawnSync(program, [test], { ...inside, encoding: 'utf8', env });
      expect(stdout + stderr).toMatch(passed);
    },
    60_000,
  );

  it.each([
    ['npm', 'npm ci', 'npx cdk synth', undefined],
    ['pnpm', 'pnpm install --frozen-lockfile', 'pnpm exec cdk synth', 'pnpm-workspace.yaml'],
    ['yarn', 'yarn install --frozen-lockfile', 'yarn exec cdk synth', '.yarnrc.yml'],
  ])('speaks the words of %s, named or running it', async (manager, frozen, synth, own) => {
    const named = await init(['.', '--no-install', '--package-manager', manager]);
    const running = await init(['.', '--no-install'], { env: { npm_config_user_agent: `${manager}/9.9.9 node/v20` } });
    for (const { files, io } of [named, running]) {
      expect(files['.github/workflows/check.yml']).toContain(`- run: ${frozen}\n`);
      expect(files['README.md']).toContain(`${synth}\n`);
      expect(io.err()).toContain(`  ${synth}\n`);
      expect(Object.keys(files).filter((path) => /pnpm-workspace|yarnrc/.test(path))).toEqual(own ? [own] : []);
      expect(Object.entries(files).filter(([, text]) => text.includes('{{'))).toEqual([]);
    }
  });

  it('names the project after its folder, and asks for this version of the package or another', async () => {
    const { files } = await init(['My_Shop.v2', '--no-install']);
    expect(JSON.parse(files['My_Shop.v2/package.json'] ?? '')).toMatchObject({
      name: 'my-shop-v2',
      type: 'module',
      dependencies: { 'tasker-sfn': expect.stringMatching(/^\^\d+\.\d+\.\d+$/) },
    });
    const other = await init(['.', '--no-install', '--tasker-sfn', 'file:../x.tgz']);
    expect(JSON.parse(other.files['package.json'] ?? '')).toMatchObject({
      dependencies: { 'tasker-sfn': 'file:../x.tgz' },
    });
  });

  it('writes nothing over what is there', async () => {
    const mine = { 'shop/package.json': '{}', 'shop/readme.md': 'mine' };
    const { code, io, files } = await init(['shop', '--no-install'], { cwd: project(mine) });
    expect(code).toBe(2);
    expect(io.err()).toContain('Nothing was written, because these files exist: shop/package.json; shop/readme.md.');
    expect(files).toEqual(mine);
  });

  it('has no files whose names differ by case alone', async () => {
    const { files } = await init(['.', '--no-install']);
    const names = Object.keys(files).map((path) => path.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it('runs the package manager, and says so when that fails', async () => {
    const cwd = project({});
    mkdirSync(join(cwd, 'bin'));
    writeFileSync(join(cwd, 'bin/yarn'), '#!/bin/sh\npwd > installed\nexit 3\n', { mode: 0o755 });
    const env = { PATH: `${join(cwd, 'bin')}:${process.env['PATH'] ?? ''}` };
    const { code, io, files } = await init(['shop', '--package-manager', 'yarn'], { cwd, env });
    expect(code).toBe(1);
    expect(files['shop/installed']).toMatch(/shop\n$/);
    expect(io.err()).toContain('The files are written, but "yarn install" ended with code 3. Run it again in');
  });
});
