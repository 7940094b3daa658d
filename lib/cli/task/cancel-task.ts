import type { TaskerClient } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { taskText } from './task-text.ts';
import type { CancelFlags } from './task-flags.ts';

/** Cancels a task and prints what has become of it. */
export async function cancelTask(client: TaskerClient, id: string, flags: CancelFlags, io: CliIo): Promise<ExitCode> {
  const task = await client.cancelTask(id, flags.reason);
  if (flags.json) printJson(task, io);
  else io.stdout.write(taskText(task, coloursFor(io.stdout, io)));
  return ExitCode.ok;
}
