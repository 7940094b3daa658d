import type { Clock } from '../../base/clock/clock.ts';
import { TaskTimeoutError } from '../../base/states-error.ts';
import { Stopper } from '../stopper.ts';
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

/** Why the timers of a task stop: it has ended, and nobody looks. */
const ENDED = new Error('The task has ended.');

/**
 * Does `work`, but not for longer than its limits allow, and not after its track has ended. The stopper tells the work
 * that nobody waits any more. Rejects with a {@link TaskTimeoutError}. States Language: "Timeouts and Heartbeats".
 */
export function withinTime<T>(limits: Limits, work: (request: Stopper) => Promise<T>): Promise<T> {
  const { visit, timeout, heartbeat, task, started } = limits;
  const { clock } = visit.run;
  const { stopper } = visit.track;
  const request = new Stopper();
  const timer = timeout === undefined && heartbeat === undefined ? undefined : new Stopper();
  return new Promise((resolve, reject) => {
    const leave = () => {
      stopper.remove(stop);
      timer?.stop(ENDED);
    };
    const fail = (reason: Error) => {
      leave();
      reject(reason);
    };
    const stop = () => {
      const reason = stopper.reason ?? ENDED;
      request.stop(reason);
      fail(reason);
    };
    const expire = (late: boolean) => {
      const error = new TaskTimeoutError(late);
      request.stop(error);
      fail(error);
    };
    stopper.add(stop);
    work(request).then((result) => {
      leave();
      resolve(result);
    }, fail);
    if (timer === undefined) return;
    const afterStart = (wait: () => Promise<void>) => (started === undefined ? wait() : started.then(wait));
    // A timer that stops tells nobody.
    const ignore = () => undefined;
    if (timeout !== undefined) {
      afterStart(() => clock.sleep(timeout * 1000, timer.signal)).then(() => {
        expire(false);
      }, ignore);
    }
    if (heartbeat !== undefined && task !== undefined) {
      afterStart(() => silence(clock, heartbeat * 1000, task, timer.signal)).then(() => {
        expire(true);
      }, ignore);
    }
  });
}

/** Resolves when a task has given no sign of life for `ms`. */
async function silence(clock: Clock, ms: number, task: OpenTask, signal: AbortSignal | undefined): Promise<void> {
  for (let rest = ms; rest > 0; rest = task.lastHeartbeat + ms - clock.now()) await clock.sleep(rest, signal);
}
