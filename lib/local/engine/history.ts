import type { HistoryEvent } from '../../states-language/history.ts';
import { Limit } from '../../states-language/limits.ts';
import type { Clock } from '../base/clock/clock.ts';

/** Thrown when no event may follow but the one that ends the execution. */
export class HistoryFullError extends Error {
  constructor() {
    super(`The execution reached the maximum number of history events (${String(Limit.historyEvents)}).`);
    this.name = 'HistoryFullError';
  }
}

/** The details of an event, under the name that its type gives them. */
export type EventDetails = Readonly<Record<`${string}EventDetails`, Readonly<Record<string, unknown>>>>;

/** The history of an execution: one sequence of ids across all branches. */
export class History {
  readonly events: HistoryEvent[];
  readonly #clock: Clock;
  readonly #onEvent: ((event: HistoryEvent) => void) | undefined;

  /** `earlier` are the events of an execution that is redriven. */
  constructor(
    clock: Clock,
    onEvent: ((event: HistoryEvent) => void) | undefined,
    earlier: readonly HistoryEvent[] = [],
  ) {
    this.events = [...earlier];
    this.#clock = clock;
    this.#onEvent = onEvent;
  }

  /**
   * Adds an event and returns its id. The last place is kept for the event that ends the execution (`final`); throws a
   * {@link HistoryFullError} when another event would take it.
   */
  add(type: string, previousEventId: number, details?: EventDetails, final = false): number {
    if (!final && this.events.length >= Limit.historyEvents - 1) throw new HistoryFullError();
    const id = this.events.length + 1;
    const event: HistoryEvent = { timestamp: this.#clock.now() / 1000, type, id, previousEventId, ...details };
    this.events.push(event);
    this.#onEvent?.(event);
    return id;
  }
}

/** The text of a value in the history, with AWS's flag: the API never truncates. */
export function withInput(text: string): {
  readonly input: string;
  readonly inputDetails: { readonly truncated: false };
} {
  return { input: text, inputDetails: { truncated: false } };
}

/** As {@link withInput}, for an output. */
export function withOutput(text: string): {
  readonly output: string;
  readonly outputDetails: { readonly truncated: false };
} {
  return { output: text, outputDetails: { truncated: false } };
}
