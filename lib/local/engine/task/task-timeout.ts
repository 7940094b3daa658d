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
  return new Promise((resolve, reject) => {
    const { stopper } = limits.visit.track;
    const request = new Stopper();
    const timer = limits.timeout === undefined && limits.heartbeat === undefined ? undefined : new Stopper();
    const leave = () => {
      stopper.remove(stop);
      timer?.stop(ENDED);
    };
    const fail = (reason: Error) => {
      leave();
      reject(reason);
    };
    const end = (reason: Error) => {
      request.stop(reason);
      fail(reason);
    };
    const stop = () => {
      end(stopper.reason ?? ENDED);
    };
    stopper.add(stop);
    try {
      // An invoker in JavaScript may answer where it should promise, and throw where it should reject.
      Promise.resolve(work(request)).then((result) => {
        leave();
        resolve(result);
      }, fail);
    } catch (thrown) {
      fail(thrown as Error);
    }
    if (timer !== undefined) limit(limits, timer.signal, end);
  });
}

/** Sets the timers of a task. */
function limit({ visit, timeout, heartbeat, task, started }: Limits, ended: AbortSignal, end: (late: Error) => void) {
  const { clock } = visit.run;
  const after = (isHeartbeat: boolean, wait: () => Promise<void>) => {
    (started === undefined ? wait() : started.then(wait)).then(
      () => {
        end(new TaskTimeoutError(isHeartbeat));
      },
      () => undefined, // A timer that stops tells nobody.
    );
  };
  if (timeout !== undefined) after(false, () => clock.sleep(timeout * 1000, ended));
  if (heartbeat !== undefined && task !== undefined) after(true, () => silence(clock, heartbeat * 1000, task, ended));
}

/** Resolves when a task has given no sign of life for `ms`. */
async function silence(clock: Clock, ms: number, task: OpenTask, signal: AbortSignal | undefined): Promise<void> {
  for (let rest = ms; rest > 0; rest = task.lastHeartbeat + ms - clock.now()) await clock.sleep(rest, signal);
}
