import type { ErrorDetails } from '../../lib/contract/errors.ts';
import type { HistoryEvent, NewEvent } from '../../lib/states-language/history.ts';
import type { FailureDetails, OutputDetails } from '../../lib/states-language/history-details.ts';
import type { State } from '../../lib/states-language/types.ts';
import { stateIn } from '../support/state-in.ts';
import type { SentEvent } from '../../lib/states-language/read-event.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';

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

  add(previousEventId: number, ...[type, details]: NewEvent): number {
    const id = this.events.length + 1;
    this.events.push({ id, previousEventId, timestamp: this.time, type, ...details } as HistoryEvent);
    return id;
  }
}

const LAMBDA = { resourceType: 'lambda', resource: 'invoke' } as const;

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
    return this.#add('ExecutionStarted', { executionStartedEventDetails: { input: '{}' } });
  }

  entered(kind: State['Type'], name: string, input: JsonValue = {}): this {
    return this.#add(`${kind}StateEntered`, { stateEnteredEventDetails: { name, input: JSON.stringify(input) } });
  }

  exited(kind: Exclude<State['Type'], 'Fail'>, name: string, output: JsonValue = {}): this {
    return this.#add(`${kind}StateExited`, { stateExitedEventDetails: { name, output: JSON.stringify(output) } });
  }

  scheduled(): this {
    return this.#add('TaskScheduled', {
      taskScheduledEventDetails: { ...LAMBDA, region: 'us-east-1', parameters: '{}' },
    }).#add('TaskStarted', { taskStartedEventDetails: LAMBDA });
  }

  succeeded(result: JsonObject): this {
    const output = JSON.stringify({ StatusCode: 200, Payload: { result } });
    return this.#add('TaskSucceeded', { taskSucceededEventDetails: { ...LAMBDA, output } });
  }

  failed(error: string, cause?: string): this {
    return this.#add('TaskFailed', {
      taskFailedEventDetails: { ...LAMBDA, error, ...(cause !== undefined && { cause }) },
    });
  }

  timedOut(): this {
    return this.#add('TaskTimedOut', { taskTimedOutEventDetails: { ...LAMBDA, error: 'States.Timeout' } });
  }

  aborted(): this {
    return this.#add('TaskStateAborted');
  }

  ended(how: 'Succeeded' | 'Failed' | 'TimedOut' | 'Aborted', details: OutputDetails & FailureDetails = {}): this {
    switch (how) {
      case 'Succeeded':
        return this.#add('ExecutionSucceeded', { executionSucceededEventDetails: details });
      case 'Failed':
        return this.#add('ExecutionFailed', { executionFailedEventDetails: details });
      case 'TimedOut':
        return this.#add('ExecutionTimedOut', { executionTimedOutEventDetails: details });
      case 'Aborted':
        return this.#add('ExecutionAborted', { executionAbortedEventDetails: details });
    }
  }

  /** A whole step that succeeds at the first attempt. */
  step(name: string, result: JsonObject, seconds = 1): this {
    return this.entered('Task', name).scheduled().after(seconds).succeeded(result).exited('Task', name);
  }

  #add(...event: NewEvent): this {
    this.#last = this.#history.add(this.#last, ...event);
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
): readonly SentEvent[] {
  const hidden = new Set<number>();
  for (const event of events) {
    const name = stateIn(event);
    if (event.type === 'TaskStarted' || (name !== undefined && withinBranches.has(name))) hidden.add(event.id);
  }
  return events
    .filter((event) => !hidden.has(event.id))
    .map((event, index) => ({ ...event, id: index + 1, previousEventId: undefined }));
}
