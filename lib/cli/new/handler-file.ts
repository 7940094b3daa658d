import { join } from 'node:path';
import { pascalCase, wordsOf } from './names.ts';
import { HANDLERS, type NewFile } from './write-new-files.ts';

/** The file of a handler that has nothing to do yet, in the folder of its namespace: the callable's first part. */
export function handlerFile(callable: string, namespace = namespaceOf(callable)): NewFile {
  const className = classNameOf(callable);
  return {
    path: join(HANDLERS, namespace, `${wordsOf(className).join('-')}.ts`),
    callable,
    text: `import { type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';

export class ${className} extends StepHandler {
  static override handlerName = '${callable}';

  async call(context: StepContext): Promise<StepHandlerResult> {
    // Read the task's context with context.getInput('…'), and the result of a step before this one with
    // context.getDependencyResult('…'). Throw a PermanentError to fail at once; whatever else is thrown is
    // tried again, as the step's "retry" says.
    return this.success({ attempt: context.retryCount + 1 });
  }
}
`,
  };
}

function namespaceOf(callable: string): string {
  const [first = '', ...others] = callable.split(/::|\./);
  return others.length === 0 ? '' : wordsOf(first).join('_');
}

/** The last part of the callable as a class of its own: `Handler` at its end keeps it apart from all other names. */
function classNameOf(callable: string): string {
  const name = pascalCase(callable.split(/::|\./).at(-1) ?? '');
  return name.endsWith('Handler') && name !== 'StepHandler' ? name : `${name}Handler`;
}
