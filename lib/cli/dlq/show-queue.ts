import type { InvestigationEntry, TaskerClient } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { alignColumns } from '../align-columns.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import type { QueueFlags } from './dlq-flags.ts';
import { queueFilter } from './queue-filter.ts';

const HEAD = ['SCORE', 'TASK', 'TEMPLATE', 'REASON', 'MINUTES'];

/** Prints the dead letters that nobody has dealt with, the most urgent first. */
export async function showQueue(client: TaskerClient, flags: QueueFlags, io: CliIo): Promise<ExitCode> {
  const queue = await client.listInvestigationQueue(queueFilter(flags));
  if (flags.json) {
    printJson(queue, io);
    return ExitCode.ok;
  }
  if (queue.length > 0) {
    const [head = '', ...lines] = alignColumns([HEAD, ...queue.map(cellsOf)]);
    io.stdout.write([coloursFor(io.stdout, io).dim(head), ...lines, ''].join('\n'));
  }
  io.stderr.write(`${count(queue.length, 'dead letter')} to look into\n`);
  const [first] = queue;
  if (first !== undefined) io.stderr.write(`Next: npx tasker-sfn dlq get ${first.task_uuid}\n`);
  return ExitCode.ok;
}

function cellsOf(entry: InvestigationEntry): readonly string[] {
  return [
    String(Math.round(entry.priority_score)),
    entry.task_uuid,
    `${entry.namespace_name}/${entry.task_name}`,
    entry.dlq_reason,
    String(Math.floor(entry.minutes_in_dlq)),
  ];
}
