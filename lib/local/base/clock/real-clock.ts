import type { Clock } from './clock.ts';
import { abortReason, checkDelay } from './clock.ts';

/** The longest delay of `setTimeout`. */
const LONGEST_TIMEOUT = 2_147_483_647;

/**
 * A clock that follows the wall clock. With `scale` 60, a minute of the machine's time passes in a second.
 *
 * @example
 * ```ts
 * import { realClock } from 'tasker-sfn/local';
 * const clock = realClock({ scale: 60 });
 * ```
 */
export function realClock(options: { readonly scale?: number } = {}): Clock {
  const scale = options.scale ?? 1;
  if (!(scale > 0)) throw new RangeError(`The clock's scale is ${String(scale)}. It must be above 0.`);
  const start = Date.now();
  const began = performance.now();
  const now = () => Math.floor(start + (performance.now() - began) * scale);

  return {
    now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        checkDelay(ms);
        if (signal?.aborted === true) return void reject(abortReason(signal));
        const end = now() + Math.max(0, ms);
        let timeout: NodeJS.Timeout;
        const abort = () => {
          clearTimeout(timeout);
          if (signal !== undefined) reject(abortReason(signal));
        };
        const tick = () => {
          const rest = end - now();
          if (rest > 0) {
            timeout = setTimeout(tick, Math.min(Math.ceil(rest / scale), LONGEST_TIMEOUT));
            return;
          }
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        signal?.addEventListener('abort', abort, { once: true });
        tick();
      }),
    external: async (work) => (typeof work === 'function' ? work() : work),
  };
}
