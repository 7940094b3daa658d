import type { InvocationLog } from '../../console/workshop.ts';
import type { JsonValue } from '../../json.ts';
import type { CliIo } from '../io.ts';
import { invocationLog } from '../local/invocation-log.ts';
import { invokedStep } from '../local/invoked-step.ts';

/** What the functions of a run have logged, for its report. */
export class RunLogs {
  readonly #now: () => number;
  readonly #logs: (InvocationLog & { readonly run: string | undefined })[] = [];

  constructor({ now }: Pick<CliIo, 'now'>) {
    this.#now = now;
  }

  /** Takes the log of an invocation. */
  readonly add = (functionName: string, text: string, event: string): void => {
    const invoked = invokedStep(JSON.parse(event) as JsonValue);
    this.#logs.push({ ...invocationLog(invoked, functionName, text, this.#now()), run: invoked.run });
  };

  /** The logs of an execution: tasks that its steps have started run beside it. */
  of(executionArn: string): readonly InvocationLog[] {
    const own = executionArn.slice(executionArn.lastIndexOf(':') + 1);
    return this.#logs.filter(({ run }) => run === own);
  }
}
