import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { npmInstall } from './support/install-package.ts';
import { run } from './support/run.ts';

const root = resolve(import.meta.dirname, '../..');
const project = inject('project');
const installed = join(project, 'node_modules/tasker-sfn');

function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tasker-sfn-package-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The files below a folder, each with a hash of its bytes. */
function contentOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

describe('the package', () => {
  it('holds what any other build of the same sources would', () => {
    const again = join(emptyFolder(), 'dist');
    run(root, process.execPath, 'build.mjs', '--out', again);
    expect(contentOf(join(installed, 'dist'))).toEqual(contentOf(again));
  });

  it('has its licence, its docs and its change log, and no sources, tests or tools', () => {
    expect(readdirSync(installed).sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'bin',
        'dist',
        'docs',
        'runtimes',
        'package.json',
        'scaffold',
        'schema',
      ].sort(),
    );
  });

  it('runs nothing when it is installed', () => {
    expect(inject('installLog')).toMatch(/added \d+ packages/);
    expect(inject('installLog')).not.toMatch(/install-scripts +tasker-sfn/);
    const { scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(scripts).not.toHaveProperty(script);
  });

  it('has a command', () => {
    expect(run(project, 'npx', '--no-install', 'tasker-sfn', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(readdirSync(join(installed, 'bin'))).toEqual(['tasker-sfn.mjs']);
  });

  it('has a command where it is installed as a folder, which tells what to do when nobody has built it', () => {
    const folder = emptyFolder();
    const source = join(folder, 'source');
    for (const file of ['package.json', 'bin/tasker-sfn.mjs']) cpSync(join(root, file), join(source, file));
    const user = join(folder, 'user');
    mkdirSync(user);
    writeFileSync(join(user, 'package.json'), '{ "private": true }');
    npmInstall(user, [`file:${source}`, '--ignore-scripts', '--omit=dev']);
    const { status, stderr } = spawnSync('npx', ['--no-install', 'tasker-sfn', '--version'], {
      cwd: user,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([
      1,
      `error: tasker-sfn is not built. Run "npm ci" in ${source}/, which builds it.\n`,
    ]);
    symlinkSync(join(root, 'dist'), join(source, 'dist'));
    expect(run(user, 'npx', '--no-install', 'tasker-sfn', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('has it also when it is installed from a folder', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    npmInstall(folder, [`file:${root}`]);
    expect(run(folder, join(folder, 'node_modules/.bin/tasker-sfn'), '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('has it also when it is installed from git, which builds it, and runs no script of its own then', () => {
    const folder = emptyFolder();
    const repository = join(folder, 'repository');
    run(root, 'git', 'clone', '--quiet', '--local', '.', repository);
    const user = join(folder, 'user');
    mkdirSync(user);
    writeFileSync(join(user, 'package.json'), '{ "private": true }');
    const log = npmInstall(user, [`git+file://${repository}`]);
    expect(log).not.toMatch(/install-scripts +tasker-sfn/);
    expect(run(user, 'npx', '--no-install', 'tasker-sfn', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    const made = join(user, 'node_modules/tasker-sfn');
    expect(readdirSync(made).sort()).toEqual(readdirSync(installed).sort());
    expect(readdirSync(join(made, 'dist/lib')).filter((file) => file.endsWith('.d.ts'))).not.toEqual([]);
  }, 1_800_000);

  it.each([
    ['publint', '--strict'],
    ['attw', '--no-emoji'],
  ])('is found in order by %s', (tool, flag) => {
    run(root, join(root, 'node_modules/.bin', tool), inject('tarball'), flag);
  });
});
