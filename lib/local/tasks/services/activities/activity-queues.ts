import type { Clock } from '../../../base/clock/clock.ts';

/** How long a worker waits for a task: the long poll of `GetActivityTask`. */
const LONGEST_WAIT_MS = 60_000;

/** What a worker of an activity is given: the answer of `GetActivityTask`. */
export interface ActivityTask {
  /** The token with which the worker answers. */
  readonly taskToken: string;
  /** JSON text. */
  readonly input: string;
}

/** Who asks for a task. */
export interface ActivityWorker {
  /** As the history names it. */
  readonly workerName?: string | undefined;
  /** Aborted when the worker does not wait any more. */
  readonly signal?: AbortSignal | undefined;
}

/** A task that waits for a worker. */
export interface QueuedTask {
  /** What `GetActivityTask` answers. */
  readonly task: ActivityTask;
  /** Tells that a worker has taken it. */
  readonly started: (workerName?: string) => void;
  /** Aborted when nobody waits for the task any more. */
  readonly signal: AbortSignal;
}

/** A worker that waits. */
interface WaitingWorker {
  readonly give: (queued: QueuedTask) => void;
  readonly sendAway: () => void;
}

interface Queue {
  readonly tasks: Set<QueuedTask>;
  readonly workers: Set<WaitingWorker>;
}

/**
 * The tasks of activities, by the activity's ARN, and the workers that wait for them: first come, first served. One object may
 * serve many executions. Give the tasks to it with `queuedActivities`.
 */
export class ActivityQueues {
  readonly #clock: Clock;
  readonly #queues = new Map<string, Queue>();
  #closed = false;

  /** `clock` measures how long workers wait. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives a task to a worker that waits, or keeps it for one. */
  add(activityArn: string, queued: QueuedTask): void {
    const { tasks, workers } = this.#queueOf(activityArn);
    const [worker] = workers;
    if (worker !== undefined) return worker.give(queued);
    tasks.add(queued);
    queued.signal.addEventListener('abort', () => tasks.delete(queued), { once: true });
  }

  /** The next task of an activity. Waits for it for a minute of the clock; undefined when there is none by then. */
  async getActivityTask(activityArn: string, worker: ActivityWorker = {}): Promise<ActivityTask | undefined> {
    const { workerName, signal } = worker;
    if (signal?.aborted === true) return undefined;
    const { tasks, workers } = this.#queueOf(activityArn);
    const [first] = tasks;
    if (first === undefined) return this.#closed ? undefined : this.#wait(workers, worker);
    tasks.delete(first);
    first.started(workerName);
    return first.task;
  }

  /** Sends the workers that wait away; nobody can wait any more. */
  close(): void {
    this.#closed = true;
    for (const { workers } of this.#queues.values()) {
      for (const worker of workers) worker.sendAway();
    }
  }

  async #wait(workers: Queue['workers'], { workerName, signal }: ActivityWorker): Promise<ActivityTask | undefined> {
    const timer = new AbortController();
    let leave = () => {};
    const given = new Promise<ActivityTask | undefined>((resolve) => {
      const worker: WaitingWorker = {
        give: ({ task, started }) => {
          workers.delete(worker);
          started(workerName);
          resolve(task);
        },
        sendAway: () => {
          workers.delete(worker);
          resolve(undefined);
        },
      };
      leave = worker.sendAway;
      workers.add(worker);
    });
    signal?.addEventListener('abort', leave, { once: true });
    this.#clock.sleep(LONGEST_WAIT_MS, timer.signal).then(leave, () => undefined);
    const task = await given;
    timer.abort();
    signal?.removeEventListener('abort', leave);
    return task;
  }

  #queueOf(activityArn: string): Queue {
    let queue = this.#queues.get(activityArn);
    if (queue === undefined) {
      queue = { tasks: new Set(), workers: new Set() };
      this.#queues.set(activityArn, queue);
    }
    return queue;
  }
}
