import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { setups, subpaths } from './support/subpaths.ts';

const project = inject('project');

/** Every subpath, and something of each that is useless when it is `any`. */
const use = (withVitest: boolean) => `
import '${setups.jest}';
${withVitest ? `import '${setups.vitest}';\nimport { expect } from 'vitest';` : 'declare const expect: (run: unknown) => jest.Matchers<void>;'}
${subpaths.map((subpath, index) => `import * as entry${index} from '${subpath}';`).join('\n')}
import { type CompiledWorkflow, compileTemplate, type Outcome } from 'tasker-sfn';
import { createApi, type ApiOptions } from 'tasker-sfn/api';
import { TaskerClient, TaskerClientError } from 'tasker-sfn/client';
import { TaskerWorkflow, type TaskerWorkflowProps } from 'tasker-sfn/constructs';
import { runStateMachine, virtualClock } from 'tasker-sfn/local';
import { defineHandler, PermanentError, StepHandler, type StepContext, type StepHandlerResult } from 'tasker-sfn/runtime';

type NotAny<T> = 0 extends 1 & T ? never : T;
type Value<T> = { [K in keyof T]: NotAny<T[K]> };
export const entries: readonly unknown[] = [
${subpaths.map((_, index) => `  entry${index} satisfies Value<typeof entry${index}>,`).join('\n')}
];

export class Greet extends StepHandler {
  static override handlerName = 'Greet';
  async call(context: StepContext): Promise<StepHandlerResult> {
    const name = context.getInput<string>('name');
    if (name === undefined) throw new PermanentError('Nobody to greet.');
    return this.success({ name });
  }
}

export const compiled: Outcome<CompiledWorkflow> = compileTemplate('name: x', { file: 'x.yaml' });
// @ts-expect-error: the file's name is missing.
compileTemplate('name: x', {});
// @ts-expect-error: a handler is a name and a function.
defineHandler(1);
// @ts-expect-error: there is no such state of a task.
export const wrong: number = new TaskerClientError('NOT_FOUND', 'x').code;
// @ts-expect-error: a workflow needs a template.
export const props: TaskerWorkflowProps = {};
export const api = (options: ApiOptions) => createApi(options).fetch;
export const told = (run: unknown) => expect(run).toHaveCompleted('pay');
export const others = [TaskerClient, TaskerWorkflow, runStateMachine, virtualClock];
`;

/** How projects resolve modules: by name, the options and the ending of their files. Vitest is for ES modules alone. */
const SETTINGS = {
  'nodenext-esm': { module: 'nodenext', extension: 'mts', vitest: true },
  'nodenext-commonjs': { module: 'nodenext', extension: 'cts', vitest: false },
  'node16-esm': { module: 'node16', extension: 'mts', vitest: true },
  'node16-commonjs': { module: 'node16', extension: 'cts', vitest: false },
  bundler: { module: 'esnext', moduleResolution: 'bundler', extension: 'ts', vitest: true },
  'commonjs-of-old': { module: 'commonjs', moduleResolution: 'node10', extension: 'ts', vitest: false },
} as const;

const STRICT = {
  target: 'es2022',
  lib: ['es2023'],
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
};

describe('the types', () => {
  beforeAll(() => mkdirSync(join(project, 'types')));

  it.each(Object.entries(SETTINGS))(
    'of every subpath are found, strict and sound: %s',
    (name, { extension, vitest, ...options }) => {
      const file = join(project, 'types', `${name}.${extension}`);
      writeFileSync(file, use(vitest));
      expect(problemsOf(file, options)).toEqual([]);
    },
  );
});

/** The declarations that were read, by path and format: those of the CDK are most of the work, and the same in all settings. */
const declarations = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of a file and of the declarations of the package, and not of the declarations of others. */
function problemsOf(file: string, settings: object): readonly string[] {
  const { options, errors } = ts.convertCompilerOptionsFromJson({ ...STRICT, ...settings }, project);
  const host = ts.createCompilerHost(options);
  const read: ts.CompilerHost['getSourceFile'] = (path, version, ...rest) => {
    if (!path.endsWith('.d.ts')) return host.getSourceFile(path, version, ...rest);
    const format = typeof version === 'object' ? version.impliedNodeFormat : undefined;
    const key = `${path} ${format}`;
    if (!declarations.has(key)) declarations.set(key, host.getSourceFile(path, version, ...rest));
    return declarations.get(key);
  };
  const current = { ...host, getCurrentDirectory: () => project, getSourceFile: read };
  const program = ts.createProgram([file], options, current);
  const ours = program.getSourceFiles().filter(({ fileName }) => fileName === file || isOurs(fileName));
  // The file itself, and at least a declaration for each subpath.
  expect(ours.length).toBeGreaterThan(subpaths.length);
  const problems = [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...ours.flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]),
  ];
  return problems.map((problem) => ts.formatDiagnostic(problem, current));
}

function isOurs(path: string): boolean {
  return path.startsWith(join(project, 'node_modules/tasker-sfn/'));
}
