import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { findPackageRoot, type LanguageId } from '../../languages/index.ts';
import type { ProjectParts, SourceFile } from '../../languages/source-writer.ts';
import { sourceWriters } from '../../languages/source-writers.ts';
import { type PackageManager, wordsOfManager } from './package-manager.ts';

/** What a new project is made for. */
export interface ProjectSettings {
  /** The name of its package. */
  readonly name: string;
  /** The language of its handlers. */
  readonly language: LanguageId;
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

/** Files of the scaffold that other languages have their own for. */
const IN_TYPESCRIPT = /^lambdas\/|-handler\.test\.ts$/;

/** The files of a new project: those of the folder `scaffold` with the words of the package manager, and its `package.json`. */
export function projectFiles(settings: ProjectSettings): readonly SourceFile[] {
  const { name, language, packageManager } = settings;
  const writer = sourceWriters[language];
  const { project } = writer;
  const manager = wordsOfManager(packageManager);
  const words: Readonly<Record<string, string>> = {
    name,
    ...manager,
    language: writer.title,
    languageFlag: flagOf(language),
    typesFile: writer.typesFile('shop', 'refund'),
    setup: [manager.setup, ...(project === undefined ? [] : [project.setup])].join('\n      '),
    ignored: (project?.ignored ?? []).map((line) => `${line}\n`).join(''),
  };
  return [
    { path: 'package.json', text: manifestText(settings) },
    ...managerFiles(packageManager),
    ...scaffoldFiles(project).map(({ path, text }) => ({
      path,
      text: text.replace(/\{\{(\w+)\}\}/g, (whole, word: string) => words[word] ?? whole),
    })),
  ];
}

function scaffoldFiles(project: ProjectParts | undefined): readonly SourceFile[] {
  const all = filesIn(join(findPackageRoot(), 'scaffold'));
  if (project === undefined) return all;
  return [...all.filter(({ path }) => !IN_TYPESCRIPT.test(path)), ...filesIn(project.folder)];
}

/** npm would leave files out whose names begin with a dot, so theirs begin with `_` in the package. */
function filesIn(root: string): readonly SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: relative(root, file).split(sep).join('/').replace(/^_/, '.'),
      text: readFileSync(file, 'utf8'),
    }));
}

function managerFiles(manager: PackageManager): readonly SourceFile[] {
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

function manifestText({ name, language, taskerSfn }: ProjectSettings): string {
  const versions = DEV_DEPENDENCIES.map((each) => [each, `^${packageJson.devDependencies[each]}`]);
  const { project } = sourceWriters[language];
  // The tests of workflows are in TypeScript, whatever the handlers are in.
  const languages: readonly LanguageId[] = [...new Set(['typescript' as const, language])];
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: packageJson.engines,
    scripts: {
      test: ['vitest run', ...(project === undefined ? [] : [project.test])].join(' && '),
      dev: 'tasker-sfn local --watch',
      check: 'tasker-sfn validate templates && tsc && eslint .',
      types: languages.map(typesCommand).join(' && '),
      synth: 'cdk synth --quiet',
    },
    dependencies: { 'tasker-sfn': taskerSfn },
    devDependencies: Object.fromEntries(versions) as Readonly<Record<string, string>>,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function typesCommand(language: LanguageId): string {
  const file = sourceWriters[language].typesFile('shop', 'order');
  return `tasker-sfn generate types templates/shop/order.yaml${flagOf(language)} -o ${file}`;
}

function flagOf(language: LanguageId): string {
  return language === 'typescript' ? '' : ` --language ${language}`;
}
