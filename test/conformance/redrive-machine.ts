import type { StateMachine } from '../../lib/states-language/types.ts';
import type { JsonValue } from '../../lib/json.ts';
import type { Clock, Execution, ExecutionOptions, TaskInvoker } from '../../lib/local/index.ts';
import { redriveExecution, startExecution, StatesError, virtualClock } from '../../lib/local/index.ts';
import { eventLine } from './run-machine.ts';

/** What a task does on one attempt: it fails, never answers, or gives a result. */
export type Step = { readonly error: string } | 'hang' | { readonly result: unknown };

export interface RedriveOptions extends Partial<ExecutionOptions> {
  /** By state; the last step is for all attempts that follow, and a state without steps gives back what it was sent. */
  readonly tasks?: Readonly<Record<string, readonly Step[]>>;
  /** Stops the first attempt after so many seconds. */
  readonly stopAfter?: number;
}

/** Attempts of one execution, each after the first a redrive of the one before. */
export class Attempts {
  readonly clock: Clock;
  /** The states whose tasks were asked, in order. */
  readonly asked: string[] = [];
  readonly #options: Omit<ExecutionOptions, 'input'>;
  #latest: Execution;

  constructor(definition: StateMachine, input: unknown, options: RedriveOptions = {}) {
    const { tasks = {}, stopAfter, clock = virtualClock(), ...more } = options;
    this.clock = clock;
    const invoke: TaskInvoker = async ({ stateName, parameters }) => {
      const steps = tasks[stateName] ?? [];
      const step = steps[Math.min(this.asked.filter((name) => name === stateName).length, steps.length - 1)];
      this.asked.push(stateName);
      if (step === undefined) return parameters;
      if (step === 'hang') return new Promise<never>(() => undefined);
      if ('error' in step) throw new StatesError(step.error);
      return step.result as JsonValue;
    };
    this.#options = { name: 'run', invoke, ...more, definition, clock };
    this.#latest = startExecution({ ...this.#options, input: input as JsonValue });
    if (stopAfter !== undefined) void clock.sleep(stopAfter * 1000).then(() => this.#latest.stop());
  }

  get latest(): Execution {
    return this.#latest;
  }

  async finished() {
    const { status, output, error, cause } = await this.#latest.finished;
    return { status, output: output === undefined ? undefined : JSON.parse(output), error, cause };
  }

  /** Redrives when the attempt before has ended. */
  async redrive(more: Partial<ExecutionOptions> = {}): Promise<Execution> {
    await this.#latest.finished;
    return (this.#latest = redriveExecution(this.#latest, { ...this.#options, ...more }));
  }

  /** The events, those of the latest attempt alone when `from` is the number of those before. */
  events(from = 0): readonly string[] {
    return this.#latest.history.slice(from).map(eventLine);
  }
}
