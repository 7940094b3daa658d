import type { Clock, HoldOption } from './clock.ts';
import { abortReason, checkDelay } from './clock.ts';
import { ExternalWork } from './external-work.ts';
import { TimerQueue } from './timer-queue.ts';

/** Where a virtual clock starts when nobody says otherwise: 2025-01-01T00:00:00Z. */
const DEFAULT_START = Date.UTC(2025, 0, 1);
/** The longest delay of `setTimeout`. */
const LONGEST_TIMEOUT = 2_147_483_647;

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
export function virtualClock({ start = DEFAULT_START, holds }: VirtualClockOptions = {}): Clock {
  return new VirtualClock(start, holds);
}

/** What a virtual clock is made of. */
export interface VirtualClockOptions extends HoldOption {
  /** Its first time, in ms since 1970. @default 2025-01-01T00:00:00Z */
  readonly start?: number;
}

class VirtualClock implements Clock {
  readonly #timers = new TimerQueue();
  readonly #work = new ExternalWork(() => {
    this.#flowOrStand();
  });
  #current: number;
  /** Wall time since when time flows from `#current`. */
  #flowing: number | undefined;
  #wallTimer: NodeJS.Timeout | undefined;
  #checking = false;

  readonly #holds: () => boolean;

  constructor(start: number, holds = () => false) {
    this.#current = start;
    this.#holds = holds;
  }

  now(): number {
    return this.#flowing === undefined ? this.#current : this.#current + Math.floor(performance.now() - this.#flowing);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    checkDelay(ms);
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return void reject(abortReason(signal));
      const wakeWork = this.#work.fallAsleep();
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        wakeWork();
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
    return this.#work.run(work);
  }

  /** Time stands as soon as no work is awake; it begins to flow when all that can run has run. */
  #flowOrStand(): void {
    if (!this.#work.isAwake) {
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
    if (this.#work.isAwake) this.#flowing ??= performance.now();
    const next = this.#timers.peek();
    if (next === undefined) return;
    const wait = next.time - this.now();
    // The end of the work has the timers looked at again.
    if (this.#work.isAwake && this.#holds()) return;
    if (this.#work.isAwake && wait > 0) {
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
