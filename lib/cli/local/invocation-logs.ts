import type { InvocationLog } from '../../console/workshop.ts';
import { readRunName } from '../../contract/run-name.ts';
import type { JsonValue } from '../../json.ts';
import type { CliIo } from '../io.ts';
import { invokedStep } from './invoked-step.ts';

/** Tasks whose logs are kept. */
const MOST_TASKS = 500;
/** A log is kept up to so many characters; Lambda's own reply has as few. */
const LONGEST_LOG = 20_000;
/** How much is kept of all logs, in characters: the oldest go first. */
const MOST_CHARS = 64_000_000;

/** What the functions of this process have logged, task by task. */
export class InvocationLogs {
  readonly #now: () => number;
  readonly #mostChars: number;
  /** By task; the one that has logged last comes last. */
  readonly #tasks = new Map<string, InvocationLog[]>();
  #chars = 0;

  constructor({ now }: Pick<CliIo, 'now'>, mostChars = MOST_CHARS) {
    this.#now = now;
    this.#mostChars = mostChars;
  }

  /** Takes the log of an invocation. */
  readonly add = (functionName: string, log: string, event: string): void => {
    const { run, step } = invokedStep(JSON.parse(event) as JsonValue);
    if (run === undefined) return;
    const task = taskOf(run);
    const text = log.length > LONGEST_LOG ? `${log.slice(0, LONGEST_LOG)}…` : log;
    const logs = this.#tasks.get(task) ?? [];
    logs.push({ step, functionName, at: this.#now(), text });
    this.#chars += text.length;
    this.#tasks.delete(task);
    this.#tasks.set(task, logs);
    while (this.#tasks.size > MOST_TASKS || this.#chars > this.#mostChars) this.#forgetOldest();
  };

  /** The logs of a task, by any of its executions, in the order in which the invocations ended. */
  of(run: string): readonly InvocationLog[] {
    return this.#tasks.get(taskOf(run)) ?? [];
  }

  /** Forgets a task; of the only one, what it logged first. */
  #forgetOldest(): void {
    const [[task, logs] = ['', []]] = this.#tasks;
    const forgotten = this.#tasks.size > 1 ? logs.splice(0) : logs.splice(0, 1);
    for (const { text } of forgotten) this.#chars -= text.length;
    if (logs.length === 0) this.#tasks.delete(task);
  }
}

/** What the executions of a task have in common: a repaired one goes on in another. */
export function taskOf(execution: string): string {
  return readRunName(execution).base;
}
