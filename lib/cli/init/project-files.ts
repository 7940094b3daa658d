import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { findPackageRoot } from '../../languages/index.ts';
import type { NewFile } from '../new/write-new-files.ts';
import { type PackageManager, wordsOfManager } from './package-manager.ts';

/** What a new project is made for. */
export interface ProjectSettings {
  /** The name of its package. */
  readonly name: string;
  readonly packageManager: PackageManager;
  /** What `package.json` asks for as `tasker-sfn`: a range of versions, or an address. */
  readonly taskerSfn: string;
}

/** What a project needs beside tasker-sfn; it gets the versions that tasker-sfn itself is tested with. */
const DEV_DEPENDENCIES = [
  '@types/node',
  'aws-cdk',
  'aws-cdk-lib',
  'constructs',
  'eslint',
  'tsx',
  'typescript',
  'typescript-eslint',
  'vitest',
] as const;

/** The files of a new project: those of the folder `scaffold` with the words of the package manager, and its `package.json`. */
export function projectFiles(settings: ProjectSettings): readonly NewFile[] {
  const { name, packageManager } = settings;
  const words: Readonly<Record<string, string>> = { name, ...wordsOfManager(packageManager) };
  return [
    { path: 'package.json', text: manifestText(settings) },
    ...managerFiles(packageManager),
    ...scaffoldFiles().map(({ path, text }) => ({
      path,
      text: text.replace(/\{\{(\w+)\}\}/g, (whole, word: string) => words[word] ?? whole),
    })),
  ];
}

/** npm would leave files out whose names begin with a dot, so theirs begin with `_` in the package. */
function scaffoldFiles(): readonly NewFile[] {
  const root = join(findPackageRoot(), 'scaffold');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: relative(root, file).split(sep).join('/').replace(/^_/, '.'),
      text: readFileSync(file, 'utf8'),
    }));
}

function managerFiles(manager: PackageManager): readonly NewFile[] {
  switch (manager) {
    case 'npm':
      return [];
    case 'pnpm':
      // esbuild's script only checks what it has installed already.
      return [{ path: 'pnpm-workspace.yaml', text: 'allowBuilds:\n  esbuild: true\n' }];
    case 'yarn':
      // The AWS CDK and editors look for packages in a folder.
      return [{ path: '.yarnrc.yml', text: 'nodeLinker: node-modules\n' }];
  }
}

function manifestText({ name, taskerSfn }: ProjectSettings): string {
  const versions = DEV_DEPENDENCIES.map((each) => [each, `^${packageJson.devDependencies[each]}`]);
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: packageJson.engines,
    scripts: {
      test: 'vitest run',
      dev: 'tasker-sfn local --watch',
      check: 'tasker-sfn validate templates && tsc && eslint .',
      types: 'tasker-sfn generate types templates/shop/order.yaml -o types/shop/order.ts',
      synth: 'cdk synth --quiet',
    },
    dependencies: { 'tasker-sfn': taskerSfn },
    devDependencies: Object.fromEntries(versions) as Readonly<Record<string, string>>,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
