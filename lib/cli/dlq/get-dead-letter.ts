import type { TaskerClient } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import type { ClientFlags } from '../task/task-flags.ts';
import { deadLetterText } from './dead-letter-text.ts';

/** Prints the dead letter of a task. */
export async function getDeadLetter(
  client: TaskerClient,
  id: string,
  { json }: ClientFlags,
  io: CliIo,
): Promise<ExitCode> {
  const letter = await client.getDeadLetter(id);
  if (json) printJson(letter, io);
  else io.stdout.write(deadLetterText(letter, coloursFor(io.stdout, io)));
  return ExitCode.ok;
}
