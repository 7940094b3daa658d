import { isJsonObject } from '../../json.ts';
import type { TaskerClient } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { readJsonFlag } from '../read-json.ts';
import { deadLetterText } from './dead-letter-text.ts';
import type { UpdateFlags } from './dlq-flags.ts';

/** Keeps what an operator says of a dead letter, and prints it as it stands now. */
export async function updateDeadLetter(
  client: TaskerClient,
  id: string,
  { status, notes, by, metadata, json }: UpdateFlags,
  io: CliIo,
): Promise<ExitCode> {
  if ([status, notes, by, metadata].every((each) => each === undefined)) {
    throw new UsageError('Say what to update: --status, --notes, --by or --metadata.');
  }
  const kept = metadata === undefined ? undefined : readJsonFlag('--metadata', metadata, io);
  if (kept !== undefined && !isJsonObject(kept)) throw new UsageError('--metadata must be a JSON object.');
  const letter = await client.updateDeadLetter(id, {
    ...(status !== undefined && { resolution_status: status }),
    ...(notes !== undefined && { resolution_notes: notes }),
    ...(by !== undefined && { resolved_by: by }),
    ...(kept !== undefined && { metadata: kept }),
  });
  if (json) printJson(letter, io);
  else io.stdout.write(deadLetterText(letter, coloursFor(io.stdout, io)));
  return ExitCode.ok;
}
