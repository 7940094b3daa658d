import type { TaskState } from '../../../states-language/types.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { ScheduledTask, TaskEvents } from './task-events.ts';
import type { PendingTask } from './task-invoker.ts';
import type { Visit } from '../visit.ts';
import { record } from '../record.ts';

/**
 * Tells the history that a task begins, as its invoker says; throws when it cannot. Returns whether the task waits for a
 * worker, and has not started.
 */
export function beginTask(
  visit: Visit<TaskState>,
  request: PendingTask,
  events: TaskEvents,
  scheduled: ScheduledTask,
): boolean {
  const { run, track } = visit;
  const beginning = run.invoke.begin?.(request);
  if (beginning?.kind === 'impossible') throw new EvaluationError(beginning.cause);
  if (beginning?.kind === 'notScheduled' && events.scheduleFailed !== undefined) {
    record(run, track, ...events.scheduleFailed(beginning.error));
    throw beginning.error;
  }
  record(run, track, ...events.scheduled(scheduled));
  if (beginning?.kind === 'queued') return true;
  if (beginning === undefined) {
    record(run, track, ...events.started());
    return false;
  }
  record(run, track, ...(events.startFailed ?? events.failed)(beginning.error));
  throw beginning.error;
}

/** A start that is told later, once. */
export interface Start {
  /** Resolves when the task has started. */
  readonly started: Promise<void>;
  tell(workerName?: string): void;
}

/** The start of a task that waits for a worker. */
export function startLater(visit: Visit, events: TaskEvents): Start {
  const { run, track } = visit;
  let resolve: (() => void) | undefined;
  const started = new Promise<void>((settle) => (resolve = settle));
  return {
    started,
    tell: (workerName) => {
      if (resolve === undefined) return;
      try {
        record(run, track, ...events.started(workerName));
      } catch (error) {
        // The history is full. It is the execution that fails, not the worker.
        run.fail(error as Error, track.previous);
        return;
      }
      resolve();
      resolve = undefined;
    },
  };
}
