import type { Clock } from '../../base/clock/clock.ts';
import { abortReason } from '../../base/clock/clock.ts';
import { TaskTimeoutError } from '../../base/states-error.ts';
import type { OpenTask } from './task-tokens.ts';
import type { Visit } from '../visit.ts';

/** How long an attempt may take, in seconds. */
interface Limits {
  readonly visit: Visit;
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  /** The task that heartbeats may come for; there are none without one. */
  readonly task: OpenTask | undefined;
  /** When the limits begin to count; at once without it. */
  readonly started: Promise<void> | undefined;
}

/**
 * Does `work`, but not for longer than its limits allow, and not after its track has ended. The signal tells the work
 * that nobody waits any more. Rejects with a {@link TaskTimeoutError}. States Language: "Timeouts and Heartbeats".
 */
export async function withinTime<T>(limits: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { visit, timeout, heartbeat, task, started } = limits;
  const { clock } = visit.run;
  const trackSignal = visit.track.controller.signal;
  const request = new AbortController();
  const timer = timeout === undefined && heartbeat === undefined ? undefined : new AbortController();
  const expire = (late: boolean) => {
    const error = new TaskTimeoutError(late);
    request.abort(error);
    return error;
  };

  const afterStart = (wait: () => Promise<void>) => (started === undefined ? wait() : started.then(wait));

  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      const reason = abortReason(trackSignal);
      request.abort(reason);
      reject(reason);
    };
  });
  trackSignal.addEventListener('abort', stop, { once: true });
  try {
    const contenders = [work(request.signal), stopped];
    if (timeout !== undefined) {
      contenders.push(
        afterStart(() => clock.sleep(timeout * 1000, timer?.signal)).then(() => {
          throw expire(false);
        }),
      );
    }
    if (heartbeat !== undefined && task !== undefined) {
      contenders.push(
        afterStart(() => silence(clock, heartbeat * 1000, task, timer?.signal)).then(() => {
          throw expire(true);
        }),
      );
    }
    return await Promise.race(contenders);
  } finally {
    trackSignal.removeEventListener('abort', stop);
    timer?.abort();
  }
}

/** Resolves when a task has given no sign of life for `ms`. */
async function silence(clock: Clock, ms: number, task: OpenTask, signal: AbortSignal | undefined): Promise<void> {
  for (let rest = ms; rest > 0; rest = task.lastHeartbeat + ms - clock.now()) await clock.sleep(rest, signal);
}
