import type { TaskerClient } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { stepsText } from './steps-text.ts';
import { taskText } from './task-text.ts';
import type { ClientFlags } from './task-flags.ts';

/** Prints a task; for people also its steps, which say why a task failed. */
export async function getTask(client: TaskerClient, id: string, flags: ClientFlags, io: CliIo): Promise<ExitCode> {
  if (flags.json) {
    printJson(await client.getTask(id), io);
    return ExitCode.ok;
  }
  const [task, steps] = await Promise.all([client.getTask(id), client.listTaskSteps(id)]);
  const colours = coloursFor(io.stdout, io);
  io.stdout.write(`${taskText(task, colours)}\n${stepsText(steps, colours)}`);
  return ExitCode.ok;
}
