/** After so long an invocation ends at the next checkpoint, so that the history tells how far the step has come. */
const LONGEST_MS = 60_000;

/** After so many invocations they may be twice as long, after twice as many three times: an execution has 25,000 events. */
const GROWS_AFTER = 10;

/** What an invocation needs to end well, in ms. */
const RESERVE_MS = 500;

/**
 * Tells whether another run of a handler that yields fits into the invocation: one may take twice as long as the longest so
 * far. An invocation costs the state machine three events, and a run within one costs it none.
 */
export class Pace {
  readonly #timeLeft: () => number;
  readonly #atFirst: number;
  readonly #most: number;
  #longest = 0;

  /**
   * @param resumed How many invocations of the step have gone on from a checkpoint.
   * @param atFirst The time that was left when the invocation's first run began; now, where it has not begun.
   */
  constructor(timeLeft: () => number, resumed: number, atFirst = timeLeft()) {
    this.#timeLeft = timeLeft;
    this.#atFirst = atFirst;
    this.#longest = Math.max(0, atFirst - timeLeft());
    this.#most = LONGEST_MS * (1 + Math.floor(resumed / GROWS_AFTER));
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
    return this.#atFirst - left < this.#most && left > 2 * this.#longest + RESERVE_MS;
  }
}
