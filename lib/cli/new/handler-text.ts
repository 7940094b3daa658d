/** The module of a handler that has nothing to do yet. */
export function handlerText(callable: string, className: string): string {
  return `import { type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';

export class ${className} extends StepHandler {
  static override handlerName = '${callable}';

  async call(context: StepContext): Promise<StepHandlerResult> {
    // Read the task's context with context.getInput('…'), and the result of a step before with
    // context.getDependencyResult('…'). Throw a PermanentError to fail at once; whatever else is
    // thrown is tried again, as the step's "retry" says.
    return this.success({ attempt: context.retryCount + 1 });
  }
}
`;
}
