import { Limit } from '../../states-language/limits.ts';
import type { NewEvent } from '../../states-language/history.ts';
import type { Clock } from '../base/clock/clock.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { FatalStatesError, StatesError } from '../base/states-error.ts';
import { Stopper } from './stopper.ts';
import type { ExecutionOutcome } from './execution.ts';
import type { History } from './history.ts';
import { HistoryFullError, withOutput } from './history.ts';
import { failure } from './task/task-events.ts';
import type { Track } from './track.ts';
import { endTrack } from './track.ts';

/** Why the timer of an execution stops: nobody looks. */
const ENDED = new Error('The execution has ended.');

/** What the last event tells: an output, or an error. */
interface LastWords {
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** The event that ends an execution. */
function lastEvent(status: ExecutionOutcome['status'], { output, ...failed }: LastWords): NewEvent {
  switch (status) {
    case 'SUCCEEDED':
      return ['ExecutionSucceeded', { executionSucceededEventDetails: output === undefined ? {} : withOutput(output) }];
    case 'FAILED':
      return ['ExecutionFailed', { executionFailedEventDetails: failed }];
    case 'TIMED_OUT':
      return ['ExecutionTimedOut', { executionTimedOutEventDetails: failed }];
    case 'ABORTED':
      return ['ExecutionAborted', { executionAbortedEventDetails: failed }];
  }
}

/** The end of an execution: it comes once, with the last event; whatever still runs then does nothing more. */
export class Ending {
  readonly finished: Promise<ExecutionOutcome>;
  readonly #history: History;
  readonly #track: Track;
  readonly #clock: Clock;
  readonly #startDate: number;
  readonly #timer = new Stopper();
  #settle: ((outcome: ExecutionOutcome) => void) | undefined;
  #over = false;

  constructor(history: History, track: Track, clock: Clock, startDate: number) {
    this.#history = history;
    this.#track = track;
    this.#clock = clock;
    this.#startDate = startDate;
    this.finished = new Promise((resolve) => (this.#settle = resolve));
  }

  /** Ends the execution with its output, a JSON text. */
  succeed(output: string): void {
    this.#end('SUCCEEDED', this.#track.previous, { output });
  }

  /** Ends the execution with an error, after the event `previous`. */
  fail(thrown: unknown, previous: number): void {
    const last = this.#history.events.at(-1);
    this.#end('FAILED', last?.type === 'ExecutionRedriven' ? last.id : previous, lastWords(asStatesError(thrown)));
  }

  /** Ends the execution as `StopExecution` does. */
  stop(error: string | undefined, cause: string | undefined): void {
    this.#end('ABORTED', 0, lastWords(new StatesError(error, cause)));
  }

  /** Ends the execution when it takes longer than it may, in seconds. */
  within(timeoutSeconds: number | undefined): void {
    if (timeoutSeconds === undefined) return;
    this.#clock.sleep(timeoutSeconds * 1000, this.#timer.signal).then(
      () => {
        this.#end('TIMED_OUT', 0, { error: ErrorName.timeout });
      },
      () => undefined, // The execution ended in time.
    );
  }

  #end(status: ExecutionOutcome['status'], previous: number, words: LastWords): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer.stop(ENDED);
    try {
      this.#history.end(previous, ...lastEvent(status, words));
    } finally {
      if (status === 'SUCCEEDED') this.#track.ended = true;
      else endTrack(this.#track);
      this.#settle?.({ status, ...words, startDate: this.#startDate, stopDate: this.#clock.now() });
    }
  }
}

/** An error as the last event tells it, with its cause cut to what Step Functions keeps. */
function lastWords(error: StatesError): LastWords {
  const words = failure(error);
  return words.cause === undefined ? words : { ...words, cause: words.cause.slice(0, Limit.causeChars) };
}

function asStatesError(thrown: unknown): StatesError {
  if (thrown instanceof StatesError) return thrown;
  if (thrown instanceof HistoryFullError) return new FatalStatesError(ErrorName.runtime, thrown.message);
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new FatalStatesError(ErrorName.runtime, `The local engine failed: ${text}`);
}
