import { stateMachineName, type TemplateIdentity } from '../../contract/state-machine-name.ts';
import type { JsonValue } from '../../json.ts';
import { StatesError, wrapInvoker, type ObservedExecution, type TaskInvoker } from '../../local/index.ts';
import { parseArn } from '../../states-language/arn.ts';

/** The name of the error with which an attempt fails that was made to fail. */
const INJECTED_FAULT = 'InjectedFault';

interface Fault {
  readonly step: string;
  left: number;
}

/** Lets attempts fail without the handler, as a function does that crashes: to see what the template does then. */
export class InjectedFaults {
  readonly #prefix: string | undefined;
  /** By name of the machine: faults of its next execution. */
  readonly #next = new Map<string, Fault>();
  /** By name of the execution. */
  readonly #running = new Map<string, Fault>();

  /** @param prefix That of the machines' names. */
  constructor(prefix: string | undefined) {
    this.#prefix = prefix;
  }

  /** Lets the first attempts of a step fail in the next run of a template. */
  readonly failNext = (template: TemplateIdentity, step: string, times: number): void => {
    this.#next.set(stateMachineName(template, this.#prefix), { step, left: times });
  };

  /** Takes an execution that begins. */
  readonly begun = ({ name, machineName, mapRunArn }: ObservedExecution): void => {
    const fault = mapRunArn === undefined ? this.#next.get(machineName) : undefined;
    if (fault === undefined) return;
    this.#next.delete(machineName);
    this.#running.set(name, fault);
  };

  /** An invoker that fails where a fault is due. */
  wrap(inner: TaskInvoker): TaskInvoker {
    return wrapInvoker(inner, async (call) => {
      const arn = parseArn(call.executionArn);
      // The console starts none of the others: Express executions, and those within a distributed Map.
      const name = arn?.kind === 'execution' ? arn.name : '';
      const fault = this.#running.get(name);
      if (fault === undefined || fault.step !== stepIn(call.parameters)) return inner(call);
      fault.left--;
      if (fault.left <= 0) this.#running.delete(name);
      const message = 'This attempt was made to fail in the console.';
      throw new StatesError(INJECTED_FAULT, JSON.stringify({ errorType: INJECTED_FAULT, errorMessage: message }));
    });
  }
}

/** The step that a call is for: a function is sent its event as it is. */
function stepIn(event: JsonValue): string | undefined {
  const name = (event as { readonly step?: { readonly name?: unknown } } | null)?.step?.name;
  return typeof name === 'string' ? name : undefined;
}
