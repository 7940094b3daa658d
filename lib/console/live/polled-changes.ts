import type { Changes, Watched } from './changes.ts';

/** How a run is looked at, and how often. */
export interface Polling {
  /** A text that is another one after each change of a run. */
  readonly versionOf: (run: string) => Promise<string>;
  /** Between two looks at a run, in ms. @default 2000 */
  readonly everyMs?: number;
  /** Between two looks at the list of runs, which cost more, in ms. @default 5000 */
  readonly listEveryMs?: number;
}

/** Changes where nobody tells them, as on AWS: while somebody watches a run, it is asked for again and again. */
export class PolledChanges implements Changes {
  readonly #polling: Polling;
  readonly #polls = new Set<Poll>();

  constructor(polling: Polling) {
    this.#polling = polling;
  }

  versionOf(): undefined {
    return undefined;
  }

  watch(watched: Watched): () => void {
    const { run } = watched;
    const { versionOf, everyMs = 2000, listEveryMs = 5000 } = this.#polling;
    let looks = 0;
    // Whether the list has changed is known once it is read, and the page reads it.
    const listVersion = async () => `${String(Date.now())}-${String(looks++)}`;
    const poll =
      run === undefined
        ? new Poll(watched, listVersion, listEveryMs)
        : new Poll(watched, () => versionOf(run), everyMs);
    this.#polls.add(poll);
    return () => {
      poll.stop();
      this.#polls.delete(poll);
    };
  }

  /** Lets nobody wait any longer. */
  close(): void {
    for (const poll of this.#polls) poll.end();
    this.#polls.clear();
  }
}

/** Looks at one thing until it is stopped. */
class Poll {
  readonly #watched: Watched;
  readonly #look: () => Promise<string>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #told: string | undefined;
  #isStopped = false;

  constructor(watched: Watched, look: () => Promise<string>, everyMs: number) {
    this.#watched = watched;
    this.#look = look;
    this.#everyMs = everyMs;
    this.#told = watched.since;
    this.#wait();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  end(): void {
    this.stop();
    this.#watched.end();
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#lookAgain(), this.#everyMs);
    this.#timer.unref();
  }

  async #lookAgain(): Promise<void> {
    try {
      const version = await this.#look();
      if (!this.#isStopped && version !== this.#told) this.#watched.tell((this.#told = version));
    } catch {
      // It may answer the next time; until then the page shows what was known, and a new one says what is wrong.
    }
    if (!this.#isStopped) this.#wait();
  }
}
