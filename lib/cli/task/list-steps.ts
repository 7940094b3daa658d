import type { TaskerClient } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { stepsText } from './steps-text.ts';
import type { StepsFlags } from './task-flags.ts';

/** Prints the steps of a task. */
export async function listSteps(client: TaskerClient, id: string, flags: StepsFlags, io: CliIo): Promise<ExitCode> {
  const { limit, next, state } = flags;
  const steps = await client.listTaskSteps(id, {
    ...(limit !== undefined && { limit }),
    ...(next !== undefined && { next }),
    ...(state !== undefined && { state }),
  });
  if (flags.json) printJson(steps, io);
  else io.stdout.write(stepsText(steps, coloursFor(io.stdout, io)));
  return ExitCode.ok;
}
