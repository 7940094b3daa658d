import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from './clock.ts';
import { abortReason, checkDelay } from './clock.ts';
import { TimerQueue } from './timer-queue.ts';

/** Where a virtual clock starts when nobody says otherwise: 2025-01-01T00:00:00Z. */
const DEFAULT_START = Date.UTC(2025, 0, 1);
/** The longest delay of `setTimeout`. */
const LONGEST_TIMEOUT = 2_147_483_647;

/** External work that is under way. */
interface Work {
  sleeping: number;
  done: boolean;
}

/**
 * A clock that jumps to the next timer as soon as nothing runs, so waits cost no wall time. Timers fire in the order of
 * their times, then in the order in which they were set: runs repeat exactly. While `external` work is under way it flows
 * with wall time, so that a timeout still meets a handler that hangs; work that settles without a turn of the event loop
 * takes no time at all.
 *
 * @example
 * ```ts
 * import { virtualClock } from 'tasker-sfn/local';
 * const clock = virtualClock();
 * await clock.sleep(3_600_000); // returns at once; clock.now() is an hour later
 * ```
 */
export function virtualClock(options: { readonly start?: number } = {}): Clock {
  return new VirtualClock(options.start ?? DEFAULT_START);
}

class VirtualClock implements Clock {
  readonly #timers = new TimerQueue();
  /** Which work the running code belongs to. Made when it is first needed: it makes every promise dearer. */
  #works: AsyncLocalStorage<Work> | undefined;
  #current: number;
  #awake = 0;
  /** Wall time since when time flows from `#current`. */
  #flowing: number | undefined;
  #wallTimer: NodeJS.Timeout | undefined;
  #checking = false;

  constructor(start: number) {
    this.#current = start;
  }

  now(): number {
    return this.#flowing === undefined ? this.#current : this.#current + Math.floor(performance.now() - this.#flowing);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    checkDelay(ms);
    const work = this.#works?.getStore();
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return void reject(abortReason(signal));
      if (work !== undefined && work.sleeping++ === 0 && !work.done) this.#fallAsleep();
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        if (work !== undefined && --work.sleeping === 0 && !work.done) this.#wakeUp();
      };
      const abort = () => {
        timer.cancelled = true;
        wake();
        if (signal !== undefined) reject(abortReason(signal));
      };
      const timer = this.#timers.add(this.now() + Math.max(0, ms), () => {
        wake();
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
      this.#check();
    });
  }

  async external<T>(work: Promise<T> | (() => Promise<T>)): Promise<T> {
    const state: Work = { sleeping: 0, done: false };
    this.#wakeUp();
    try {
      if (typeof work !== 'function') return await work;
      this.#works ??= new AsyncLocalStorage();
      return await this.#works.run(state, work);
    } finally {
      state.done = true;
      if (state.sleeping === 0) this.#fallAsleep();
    }
  }

  #wakeUp(): void {
    this.#awake += 1;
    this.#check();
  }

  #fallAsleep(): void {
    this.#awake -= 1;
    if (this.#awake === 0) {
      this.#current = this.now();
      this.#flowing = undefined;
    }
    this.#check();
  }

  /** Looks for the next timer once all that can run without it has run. */
  #check(): void {
    if (this.#checking) return;
    this.#checking = true;
    setImmediate(() => {
      this.#advance();
    });
  }

  #advance(): void {
    this.#checking = false;
    clearTimeout(this.#wallTimer);
    if (this.#awake > 0) this.#flowing ??= performance.now();
    const next = this.#timers.peek();
    if (next === undefined) return;
    const wait = next.time - this.now();
    if (this.#awake > 0 && wait > 0) {
      this.#wallTimer = setTimeout(
        () => {
          this.#advance();
        },
        Math.min(wait, LONGEST_TIMEOUT),
      );
      return;
    }
    this.#timers.take();
    if (this.#flowing === undefined) this.#current = Math.max(this.#current, next.time);
    next.fire();
    this.#check();
  }
}
