import type { JsonValue } from '../../json.ts';
import type { AttemptError } from './attempt-error.ts';
import type { StepAttempt } from './step-history.ts';

/** Takes down the attempts of one step, in the order of the history. Times are in ms since 1970. */
export class AttemptLog {
  readonly #function: string | undefined;
  /** Replaced and never changed, so that whoever has asked for it keeps what it was then. */
  #entries: readonly StepAttempt[] = [];
  #lastEnd?: number;
  /** The attempt that the next invocation goes on with, since the last one ended at a checkpoint. */
  #goesOn: StepAttempt | undefined;
  /** The attempt as it was before the latest invocation, where that goes on with it. */
  #resumed: StepAttempt | undefined;

  /** @param functionName The function that runs the step. */
  constructor(functionName: string | undefined) {
    this.#function = functionName;
  }

  /** The attempts so far, oldest first. */
  get entries(): readonly StepAttempt[] {
    return this.#entries;
  }

  /** The machine asks for an attempt, or for the next invocation of one. Says whether it is the latter. */
  schedule(at: number, input: JsonValue | undefined): boolean {
    this.#resumed = this.#goesOn;
    this.#goesOn = undefined;
    if (this.#resumed !== undefined) return true;
    const attempt: StepAttempt = {
      attempt: this.#entries.length + 1,
      state: 'in_progress',
      scheduledAt: isoOf(at),
      waitedMs: this.#lastEnd === undefined ? 0 : Math.max(0, at - this.#lastEnd),
      ...(input !== undefined && { input }),
      ...(this.#function !== undefined && { log: { function: this.#function } }),
    };
    this.#entries = [...this.#entries, attempt];
    return false;
  }

  /** The attempt ends its invocation at a checkpoint. */
  goOn(): void {
    this.#goesOn = this.#entries.at(-1);
  }

  /** Its function is invoked. */
  start(at: number): void {
    this.#change(({ startedAt = isoOf(at) }) => ({ startedAt }));
  }

  succeed(at: number, requestId: string | undefined): void {
    this.#end(at, ({ log }) => ({
      state: 'complete',
      ...(log !== undefined && requestId !== undefined && { log: { ...log, requestId } }),
    }));
  }

  fail(at: number, error: AttemptError): void {
    this.#end(at, () => ({ state: 'error', error }));
  }

  /** The execution stops while the attempt is under way. */
  cancel(at: number): void {
    this.#end(at, () => ({ state: 'cancelled' }));
  }

  /** The latest invocation was none: the service failed before the handler ran. Says whether it was to begin an attempt. */
  discard(): boolean {
    this.#goesOn = this.#resumed;
    const before = this.#entries.slice(0, -1);
    const hasBegun = this.#goesOn === undefined && this.#entries.length > 0;
    this.#entries = this.#goesOn === undefined ? before : [...before, this.#goesOn];
    return hasBegun;
  }

  #end(at: number, how: (open: StepAttempt) => Partial<StepAttempt>): void {
    this.#goesOn = undefined;
    this.#change((open) => ({ ...how(open), endedAt: isoOf(at) }));
    this.#lastEnd = at;
  }

  /** Changes the attempt that is under way, if one is. */
  #change(how: (open: StepAttempt) => Partial<StepAttempt>): void {
    const open = this.#entries.at(-1);
    if (open?.state !== 'in_progress') return;
    this.#entries = [...this.#entries.slice(0, -1), { ...open, ...how(open) }];
  }
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
