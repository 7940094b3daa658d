import type { TaskerClient } from '../../client/index.ts';
import { alignColumns } from '../align-columns.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import type { ClientFlags } from '../task/task-flags.ts';

const HEAD = ['REASON', 'ALL', 'PENDING', 'RESOLVED', 'GIVEN UP', 'CANCELLED', 'OLDEST', 'MINUTES TO RESOLVE'];

/** Prints how many dead letters there are, by their reason. */
export async function showStats(client: TaskerClient, { json }: ClientFlags, io: CliIo): Promise<ExitCode> {
  const stats = await client.deadLetterStats();
  if (json) printJson(stats, io);
  else if (stats.length === 0) io.stderr.write('There are no dead letters.\n');
  else {
    const rows = stats.map((each) => [
      each.dlq_reason,
      String(each.total_entries),
      String(each.pending),
      String(each.manually_resolved),
      String(each.permanent_failures),
      String(each.cancelled),
      each.oldest_entry,
      String(each.avg_resolution_time_minutes ?? ''),
    ]);
    const [head = '', ...lines] = alignColumns([HEAD, ...rows]);
    io.stdout.write([coloursFor(io.stdout, io).dim(head), ...lines, ''].join('\n'));
  }
  return ExitCode.ok;
}
