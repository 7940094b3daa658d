import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The packed package. */
    readonly tarball: string;
    /** An empty project in which the package is installed, with what its users bring. */
    readonly project: string;
    /** What npm said of the installation. */
    readonly installLog: string;
  }
}

const root = resolve(import.meta.dirname, '../../..');

/** What a project that uses every subpath brings, in our own versions. */
const PEERS = ['aws-cdk-lib', 'constructs', 'typescript', '@types/node', 'vitest'];

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tasker-sfn-package-')));

/** Packs the package as it is built, and installs it into an empty project. */
export function setup({ provide }: TestProject): void {
  const project = join(folder, 'project');
  const tarball = pack(folder);
  const { devDependencies } = readManifest(root);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  const installLog = npmInstall(project, [tarball, ...PEERS.map((name) => `${name}@${devDependencies[name]}`)]);
  provide('tarball', tarball);
  provide('project', project);
  provide('installLog', installLog);
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Installs packages into a project, out of npm's cache where it has them, and returns what npm says. */
export function npmInstall(project: string, packages: readonly string[]): string {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--save-exact'];
  return execFileSync('sh', ['-c', 'exec npm install "$@" 2>&1', 'npm', ...flags, ...packages], {
    cwd: project,
    encoding: 'utf8',
  });
}

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** `npm pack` without its scripts: `npm run test:package` has built the package before. */
function pack(folder: string): string {
  const flags = ['--ignore-scripts', '--json', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', ['pack', ...flags], { cwd: root, encoding: 'utf8' })) as [
    { readonly filename: string },
  ];
  return join(folder, packed.filename);
}
