/** After so long an invocation ends at the next checkpoint, so that the history tells how far the step has come. */
const LONGEST_MS = 60_000;

/** What an invocation needs to end well, in ms. */
const RESERVE_MS = 500;

/**
 * Tells whether another run of a handler that yields fits into the invocation: one may take twice as long as the longest so
 * far. An invocation costs the state machine three events, and a run within one costs it none.
 */
export class Pace {
  readonly #timeLeft: () => number;
  readonly #atFirst: number;
  #longest = 0;

  constructor(timeLeft: () => number) {
    this.#timeLeft = timeLeft;
    this.#atFirst = timeLeft();
  }

  /** Runs something and takes its time. */
  async measure<T>(run: () => Promise<T>): Promise<T> {
    const before = this.#timeLeft();
    const result = await run();
    this.#longest = Math.max(this.#longest, before - this.#timeLeft());
    return result;
  }

  get hasTime(): boolean {
    const left = this.#timeLeft();
    return this.#atFirst - left < LONGEST_MS && left > 2 * this.#longest + RESERVE_MS;
  }
}
