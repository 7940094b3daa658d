import type { StartExecutionInput, StartExecutionOutput } from '@aws-sdk/client-sfn';
import { bindFunctions, localFunctionArn } from '../../lib/asl/functions/bind-functions.ts';
import { compileTemplate } from '../../lib/compile.ts';
import type { JsonValue } from '../../lib/json.ts';
import { stateMachineName } from '../../lib/contract/state-machine-name.ts';
import { lambdaInvoker, startExecution, virtualClock, type LambdaFunction } from '../../lib/local/index.ts';
import { createStepFunction, type ResultStore, type StepHandlerClass } from '../../lib/runtime/index.ts';
import type { TaskTemplate } from '../../lib/template/task-template.ts';
import { withRules } from '../../lib/project/index.ts';
import { FakeStepFunctions } from './fake-sfn.ts';

/** Step Functions in memory whose executions really run: on the built-in engine, in virtual time, to their end. */
export class EngineStepFunctions extends FakeStepFunctions {
  readonly #handlers: Readonly<Record<string, StepHandlerClass>>;
  readonly #functions = new Map<string, LambdaFunction>();

  readonly #results: ResultStore | undefined;

  /** @param handlers By callable. @param results Where large results are parked. */
  constructor(handlers: Readonly<Record<string, StepHandlerClass>>, results?: ResultStore) {
    super();
    this.#handlers = handlers;
    this.#results = results;
  }

  /** Compiles and deploys a template; returns it and the ARN of its machine. */
  deployTemplate(text: string): { readonly template: TaskTemplate; readonly stateMachineArn: string } {
    const { value, diagnostics } = compileTemplate(text, { file: 'template.yaml' });
    if (value === undefined) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
    for (const { key, callable } of value.functions) {
      this.#functions.set(
        localFunctionArn(key),
        createStepFunction(this.#handlers[callable]!, {
          logger: () => {},
          ...(this.#results !== undefined && { results: this.#results }),
        }),
      );
    }
    const { template } = value;
    const name = stateMachineName({
      namespace: template.namespace.value,
      name: template.name.value,
      version: template.version.value,
    });
    const definition = bindFunctions(withRules(value.definition, template));
    return { template, stateMachineArn: this.deploy(name, definition) };
  }

  override async startExecution(input: StartExecutionInput): Promise<StartExecutionOutput> {
    const started = await super.startExecution(input);
    const { definition, startDate } = this.executions.get(started.executionArn!)!;
    const clock = virtualClock({ start: startDate.getTime() });
    const execution = startExecution({
      definition,
      input: JSON.parse(input.input!) as JsonValue,
      name: input.name!,
      invoke: lambdaInvoker((name) => this.#functions.get(name), clock),
      clock,
    });
    const { status, stopDate, output, error, cause } = await execution.finished;
    this.record(started.executionArn!, {
      events: execution.history,
      status,
      stopDate: new Date(stopDate),
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
    return started;
  }
}
