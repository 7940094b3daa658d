import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskExecution, TaskerClient } from '../../client/index.ts';
import { canAnimate, coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo, Output } from '../io.ts';
import { printJson } from '../print-json.ts';
import { LiveRegion } from '../run/live-region.ts';
import { timelineLines } from '../timeline-text.ts';
import type { TimelineFlags } from './task-flags.ts';

/** Between two looks at the task; each look reads the whole history. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Prints when the steps of a task ran and waited; with `--follow`, once the task has ended, and until then as it stands. */
export async function showTimeline(
  client: TaskerClient,
  id: string,
  flags: TimelineFlags,
  io: CliIo,
): Promise<ExitCode> {
  const task = flags.follow === true ? await follow(client, id, io) : await client.viewTask(id);
  if (flags.json === true) printJson({ task_uuid: task.id, status: task.status, steps: task.steps }, io);
  else io.stdout.write(linesOf(task, io.stdout, io).join('\n') + '\n');
  return ExitCode.ok;
}

async function follow(client: TaskerClient, id: string, io: CliIo): Promise<TaskExecution> {
  const region = new LiveRegion(io.stderr);
  const stopped = new AbortController();
  const stopListening = io.onInterrupt(() => {
    stopped.abort();
  });
  try {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const task = await client.viewTask(id);
      if (task.stoppedAt !== undefined || stopped.signal.aborted) return task;
      if (canAnimate(io)) region.draw(linesOf(task, { ...io.stderr, columns: (io.stderr.columns ?? 80) - 1 }, io));
      await sleep(pause, undefined, { signal: stopped.signal }).catch((error: unknown) => {
        if (!stopped.signal.aborted) throw error;
      });
    }
  } finally {
    stopListening();
    region.draw([]);
  }
}

function linesOf(task: TaskExecution, output: Output, io: CliIo): readonly string[] {
  const from = Date.parse(task.startedAt);
  const to = task.stoppedAt === undefined ? Math.max(io.now(), Date.parse(task.updatedAt)) : Date.parse(task.stoppedAt);
  return timelineLines(task.steps, { from, to }, output, coloursFor(io.stdout, io));
}
