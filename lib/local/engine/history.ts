import type { HistoryEvent, NewEvent } from '../../states-language/history.ts';
import { Limit } from '../../states-language/limits.ts';
import type { Clock } from '../base/clock/clock.ts';

/** Thrown when no event may follow but the one that ends the execution. */
export class HistoryFullError extends Error {
  constructor() {
    super(`The execution reached the maximum number of history events (${String(Limit.historyEvents)}).`);
    this.name = 'HistoryFullError';
  }
}

/** The history of an execution: one sequence of ids across all branches. */
export class History {
  readonly events: HistoryEvent[];
  readonly #clock: Clock;
  readonly #onEvent: ((event: HistoryEvent) => void) | undefined;
  readonly #mostEvents: number;

  /** `earlier` are the events of an execution that is redriven; an Express execution may have any number of events. */
  constructor(
    clock: Clock,
    onEvent: ((event: HistoryEvent) => void) | undefined,
    earlier: readonly HistoryEvent[] = [],
    isExpress = false,
  ) {
    this.events = [...earlier];
    this.#clock = clock;
    this.#onEvent = onEvent;
    this.#mostEvents = isExpress ? Infinity : Limit.historyEvents;
  }

  /**
   * Adds an event and returns its id. Throws a {@link HistoryFullError} when it would take the last place, which is kept for
   * the event that ends the execution.
   */
  add(previousEventId: number, ...event: NewEvent): number {
    if (this.events.length >= this.#mostEvents - 1) throw new HistoryFullError();
    return this.#append(previousEventId, event);
  }

  /** Adds the event that ends the execution, for which there is always a place. */
  end(previousEventId: number, ...event: NewEvent): number {
    return this.#append(previousEventId, event);
  }

  #append(previousEventId: number, [type, details]: NewEvent): number {
    const id = this.events.length + 1;
    // TypeScript loses sight of it that the details are those of the type.
    const event = { timestamp: this.#clock.now() / 1000, type, id, previousEventId, ...details } as HistoryEvent;
    this.events.push(event);
    this.#onEvent?.(event);
    return id;
  }
}

/** AWS's flag of a text in the history: the API never truncates. One for all texts. */
export const WHOLE = { truncated: false } as const;

/** The text of a value in the history, with AWS's flag: the API never truncates. */
export function withInput(text: string): {
  readonly input: string;
  readonly inputDetails: { readonly truncated: false };
} {
  return { input: text, inputDetails: WHOLE };
}

/** As {@link withInput}, for an output. */
export function withOutput(text: string): {
  readonly output: string;
  readonly outputDetails: { readonly truncated: false };
} {
  return { output: text, outputDetails: WHOLE };
}
