import type { ErrorDetails } from '../../lib/contract/errors.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import type { JsonObject, JsonValue } from '../../lib/contract/json.ts';

/**
 * Writes a history as Step Functions would. Every call adds one event; a line of events in a branch is a {@link Line} of
 * its own, since each event points to the one before it in its branch.
 */
export class HistoryBuilder {
  readonly events: HistoryEvent[] = [];
  /** Seconds since the execution began. */
  time = 0;

  line(after = this.events.length): Line {
    return new Line(this, after);
  }

  add(
    type: string,
    previousEventId: number,
    details: Record<`${string}EventDetails`, Record<string, unknown>>,
  ): number {
    const id = this.events.length + 1;
    this.events.push({ id, previousEventId, timestamp: this.time, type, ...details });
    return id;
  }
}

export class Line {
  readonly #history: HistoryBuilder;
  #last: number;

  constructor(history: HistoryBuilder, last: number) {
    this.#history = history;
    this.#last = last;
  }

  /** Lets time pass. */
  after(seconds: number): this {
    this.#history.time += seconds;
    return this;
  }

  started(): this {
    return this.#event('ExecutionStarted', { input: '{}' });
  }

  entered(kind: string, name: string, input: JsonValue = {}): this {
    return this.#add(`${kind}StateEntered`, { stateEnteredEventDetails: { name, input: JSON.stringify(input) } });
  }

  exited(kind: string, name: string, output: JsonValue = {}): this {
    return this.#add(`${kind}StateExited`, { stateExitedEventDetails: { name, output: JSON.stringify(output) } });
  }

  scheduled(): this {
    return this.#event('TaskScheduled', { resource: 'invoke', resourceType: 'lambda' }).#event('TaskStarted', {});
  }

  succeeded(result: JsonObject): this {
    return this.#event('TaskSucceeded', { output: JSON.stringify({ StatusCode: 200, Payload: { result } }) });
  }

  failed(error: string, cause?: string): this {
    return this.#event('TaskFailed', { error, cause });
  }

  timedOut(): this {
    return this.#event('TaskTimedOut', { error: 'States.Timeout' });
  }

  aborted(): this {
    return this.#add('TaskStateAborted', {});
  }

  ended(how: 'Succeeded' | 'Failed' | 'TimedOut' | 'Aborted', details: Record<string, unknown> = {}): this {
    return this.#event(`Execution${how}`, details);
  }

  /** A whole step that succeeds at the first attempt. */
  step(name: string, result: JsonObject, seconds = 1): this {
    return this.entered('Task', name).scheduled().after(seconds).succeeded(result).exited('Task', name);
  }

  #event(type: string, details: Record<string, unknown>): this {
    return this.#add(type, { [`${type[0]!.toLowerCase()}${type.slice(1)}EventDetails`]: details });
  }

  #add(type: string, details: Record<`${string}EventDetails`, Record<string, unknown>>): this {
    this.#last = this.#history.add(type, this.#last, details);
    return this;
  }
}

/** The cause of a Lambda error that our runtime threw. */
export function handlerError(name: string, details: Partial<ErrorDetails> & { readonly step: string }): string {
  const full = { message: 'no', code: null, type: 'handler_error', retryable: true, attempts: 1, ...details };
  return JSON.stringify({ errorType: name, errorMessage: JSON.stringify(full), trace: [] });
}

/** A history as MiniStack tells it: no links between events, no starts, no events of states within branches. */
export function withoutLinks(
  events: readonly HistoryEvent[],
  withinBranches: ReadonlySet<string>,
): readonly HistoryEvent[] {
  const hidden = new Set<number>();
  for (const event of events) {
    const details = (event.stateEnteredEventDetails ?? event.stateExitedEventDetails) as { name: string } | undefined;
    if (event.type === 'TaskStarted' || (details !== undefined && withinBranches.has(details.name)))
      hidden.add(event.id);
  }
  return events
    .filter((event) => !hidden.has(event.id))
    .map((event, index) => ({ ...event, id: index + 1, previousEventId: undefined }) as unknown as HistoryEvent);
}
