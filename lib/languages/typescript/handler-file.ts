import { join } from 'node:path';
import { inspect } from 'node:util';
import type { JsonObject } from '../../json.ts';
import { classNameOf, fileNameOf, folderOf } from '../new-names.ts';
import type { NewHandler, NewHandlerTest, SourceFile } from '../source-writer.ts';

/** The file of a handler that has nothing to do yet, in the folder of its namespace. */
export function handlerFile(handler: NewHandler): SourceFile {
  const { callable, handlers, result } = handler;
  const [parameter, returned] =
    result === undefined ? ['context: StepContext', '{ attempt: context.retryCount + 1 }'] : ['', codeOf(result, 4)];
  const types = result === undefined ? 'type StepContext, StepHandler' : 'StepHandler';
  return {
    path: join(handlers, folderOf(handler), `${fileNameOf(handler, '-')}.ts`),
    text: `import { ${types}, type StepHandlerResult } from 'tasker-sfn/runtime';

export class ${classNameOf(handler)} extends StepHandler {
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

/** A test of a handler as {@link handlerFile} writes it, for Vitest. */
export function handlerTestFile(test: NewHandlerTest): SourceFile {
  const { handlers, step, context, results, result = { attempt: 1 } } = test;
  const folder = folderOf(test);
  const name = fileNameOf(test, '-');
  const up = folder === '' ? '..' : '../..';
  const input = { stepName: step, context, ...(Object.keys(results).length > 0 && { results }) };
  return {
    path: join('test', folder, `${name}.test.ts`),
    text: `import { runHandler } from 'tasker-sfn/testing';
import { expect, test } from 'vitest';
import { ${classNameOf(test)} } from '${[up, handlers, ...(folder === '' ? [] : [folder]), name].join('/')}.ts';

test('${step} does its work', async () => {
  const { error, result } = await runHandler(${classNameOf(test)}, ${codeOf(input, 2)});
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
