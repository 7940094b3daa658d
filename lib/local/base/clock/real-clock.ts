import type { Clock, HoldOption } from './clock.ts';
import { abortReason, checkDelay } from './clock.ts';
import { ExternalWork } from './external-work.ts';

/** So often, in milliseconds, a wait looks at the time: timers stand still while a laptop sleeps, the time does not. */
const LOOKS_EVERY = 60_000;

/**
 * A clock that follows the wall clock. With `scale` 60, a minute of the machine's time passes in a second, but not while
 * `external` work is under way: a handler takes as long as it takes, and must not meet a timeout for it.
 *
 * @example
 * ```ts
 * import { realClock } from 'tasker-sfn/local';
 * const clock = realClock({ scale: 60 });
 * ```
 */
export function realClock({ scale = 1, holds }: RealClockOptions = {}): Clock {
  if (!(scale > 0)) throw new RangeError(`The clock's scale is ${String(scale)}. It must be above 0.`);
  return new RealClock(scale, holds);
}

/** What a real clock is made of. */
export interface RealClockOptions extends HoldOption {
  /** How many seconds of the machine's time pass in a second. @default 1 */
  readonly scale?: number;
}

class RealClock implements Clock {
  readonly #scale: number;
  readonly #holds: (() => boolean) | undefined;
  /** Wakes those whose time has come, and sets the timers of the others anew. */
  readonly #sleepers = new Set<() => void>();
  readonly #work = new ExternalWork(() => {
    this.#setRate();
    if (this.#holds === undefined || this.#work.isAwake) return;
    // Who waits for the work comes first, and stops the timer that it may have set.
    setImmediate(() => {
      this.#tickAll();
    });
  });
  #rate: number;
  readonly #wall = new WallTime();
  /** The time at the wall time `#since`. */
  #base = this.#wall.now();
  #since = this.#base;

  constructor(scale: number, holds: (() => boolean) | undefined) {
    this.#scale = scale;
    this.#holds = holds;
    this.#rate = scale;
  }

  now(): number {
    return Math.floor(this.#exactly());
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      checkDelay(ms);
      if (signal?.aborted === true) return void reject(abortReason(signal));
      const end = this.now() + Math.max(0, ms);
      const wakeWork = this.#work.fallAsleep();
      let timeout: NodeJS.Timeout | undefined;
      const wake = () => {
        clearTimeout(timeout);
        signal?.removeEventListener('abort', abort);
        this.#sleepers.delete(tick);
        wakeWork();
      };
      const abort = () => {
        wake();
        if (signal !== undefined) reject(abortReason(signal));
      };
      const tick = () => {
        if (!this.#sleepers.has(tick)) return;
        clearTimeout(timeout);
        const rest = end - this.now();
        if (rest > 0) {
          timeout = setTimeout(tick, Math.min(Math.ceil(rest / this.#rate), LOOKS_EVERY));
          return;
        }
        // The end of the work has it looked at again.
        if (this.#work.isAwake && this.#holds?.() === true) return;
        wake();
        resolve();
      };
      this.#sleepers.add(tick);
      signal?.addEventListener('abort', abort, { once: true });
      tick();
    });
  }

  async external<T>(work: Promise<T> | (() => Promise<T>)): Promise<T> {
    if (this.#scale !== 1) return this.#work.run(work);
    const begun = typeof work === 'function' ? work() : work;
    return this.#holds === undefined ? begun : this.#work.run(begun);
  }

  #exactly(): number {
    return this.#base + (this.#wall.now() - this.#since) * this.#rate;
  }

  #setRate(): void {
    const rate = this.#work.isAwake ? 1 : this.#scale;
    if (rate === this.#rate) return;
    this.#base = this.#exactly();
    this.#since = this.#wall.now();
    this.#rate = rate;
    this.#tickAll();
  }

  #tickAll(): void {
    for (const tick of [...this.#sleepers]) tick();
  }
}

/**
 * The time of the machine, in milliseconds of the epoch. It goes on while the machine sleeps, which `performance.now` does not everywhere,
 * and is that of the functions' processes. When somebody sets the machine's clock back, it goes on from where it was.
 */
class WallTime {
  #latest = 0;
  #ahead = 0;

  now(): number {
    const time = Date.now() + this.#ahead;
    if (time < this.#latest) this.#ahead += this.#latest - time;
    this.#latest = Math.max(time, this.#latest);
    return this.#latest;
  }
}
