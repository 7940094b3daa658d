import { join } from 'node:path';
import { inspect } from 'node:util';
import type { JsonObject } from '../../json.ts';
import { pascalCase, wordsOf } from './names.ts';
import { HANDLERS, type NewFile } from './write-new-files.ts';

/** What is known of a new handler. */
export interface HandlerSettings {
  /** The folder that it goes to. @default the callable's first part */
  readonly namespace?: string;
  /** What it returns to begin with. @default which attempt it is */
  readonly result?: JsonObject;
}

/** The file of a handler that has nothing to do yet, in the folder of its namespace. */
export function handlerFile(callable: string, { namespace, result }: HandlerSettings = {}): NewFile {
  const [parameter, returned] =
    result === undefined ? ['context: StepContext', '{ attempt: context.retryCount + 1 }'] : ['', codeOf(result, 4)];
  const types = result === undefined ? 'type StepContext, StepHandler' : 'StepHandler';
  return {
    path: join(HANDLERS, folderOf(callable, namespace), `${fileNameOf(callable)}.ts`),
    callable,
    text: `import { ${types}, type StepHandlerResult } from 'tasker-sfn/runtime';

export class ${classNameOf(callable)} extends StepHandler {
  static override handlerName = '${callable}';

  async call(${parameter}): Promise<StepHandlerResult> {
    // The parameter "context: StepContext" has the task's context, context.getInput('…'), and the results of the steps
    // before this one, context.getDependencyResult('…'). Throw a PermanentError to fail at once; whatever else is thrown
    // is tried again, as the step's "retry" says.
    return this.success(${returned});
  }
}
`,
  };
}

/** What the test of a new handler is about. */
export interface HandlerTestSettings extends HandlerSettings {
  /** The step that calls it. */
  readonly step: string;
  readonly context: JsonObject;
  /** The results of the steps before it, by name. */
  readonly results: Readonly<Record<string, JsonObject>>;
}

/** A test of a handler as {@link handlerFile} writes it, for Vitest. */
export function handlerTestFile(callable: string, settings: HandlerTestSettings): NewFile {
  const { namespace, step, context, results, result = { attempt: 1 } } = settings;
  const folder = folderOf(callable, namespace);
  const up = folder === '' ? '..' : '../..';
  const input = { stepName: step, context, ...(Object.keys(results).length > 0 && { results }) };
  return {
    path: join('test', folder, `${fileNameOf(callable)}.test.ts`),
    text: `import { runHandler } from 'tasker-sfn/testing';
import { expect, test } from 'vitest';
import { ${classNameOf(callable)} } from '${[up, HANDLERS, ...(folder === '' ? [] : [folder]), fileNameOf(callable)].join('/')}.ts';

test('${step} does its work', async () => {
  const { error, result } = await runHandler(${classNameOf(callable)}, ${codeOf(input, 2)});
  expect(error).toBeUndefined();
  expect(result).toEqual(${codeOf(result, 2)});
});
`,
  };
}

/** A value as code, whose further lines are indented. */
function codeOf(value: JsonObject, indent: number): string {
  const options = { depth: null, maxArrayLength: null, maxStringLength: null, breakLength: 80 };
  return inspect(value, options).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

function folderOf(callable: string, namespace: string | undefined): string {
  const [first = '', ...others] = callable.split(/::|\./);
  return namespace ?? (others.length === 0 ? '' : wordsOf(first).join('_'));
}

function fileNameOf(callable: string): string {
  return wordsOf(classNameOf(callable)).join('-');
}

/** The last part of the callable as a class of its own: `Handler` at its end keeps it apart from all other names. */
function classNameOf(callable: string): string {
  const name = pascalCase(callable.split(/::|\./).at(-1) ?? '');
  return name.endsWith('Handler') && name !== 'StepHandler' ? name : `${name}Handler`;
}
