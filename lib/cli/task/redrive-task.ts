import type { TaskerClient } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { taskText } from './task-text.ts';
import type { ClientFlags } from './task-flags.ts';

/** Lets a task go on from the steps that are not complete, and prints how it stands. */
export async function redriveTask(client: TaskerClient, id: string, flags: ClientFlags, io: CliIo): Promise<ExitCode> {
  const task = await client.redriveTask(id);
  if (flags.json) printJson(task, io);
  else io.stdout.write(taskText(task, coloursFor(io.stdout, io)));
  return ExitCode.ok;
}
