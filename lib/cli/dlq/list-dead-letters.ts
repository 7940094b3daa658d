import type { DeadLetter, DeadLetterFilter, TaskerClient } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { alignColumns } from '../align-columns.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import type { ListFlags } from './dlq-flags.ts';
import { queueFilter } from './queue-filter.ts';

const HEAD = ['TASK', 'TEMPLATE', 'REASON', 'RESOLUTION', 'FAILED', 'ENDED'];

/** Prints dead letters, those that ended last first, and which of those that nobody has dealt with to look at next. */
export async function listDeadLetters(client: TaskerClient, flags: ListFlags, io: CliIo): Promise<ExitCode> {
  const letters = await client.listDeadLetters(filterOf(flags));
  if (flags.json) {
    printJson(letters, io);
    return ExitCode.ok;
  }
  if (letters.length > 0) {
    const [head = '', ...lines] = alignColumns([HEAD, ...letters.map(cellsOf)]);
    io.stdout.write([coloursFor(io.stdout, io).dim(head), ...lines, ''].join('\n'));
  }
  io.stderr.write(`${count(letters.length, 'dead letter')}\n`);
  const next = letters.find(({ resolution_status: status }) => status === 'pending');
  if (next !== undefined) io.stderr.write(`Next: npx tasker-sfn dlq get ${next.task_uuid}\n`);
  return ExitCode.ok;
}

function filterOf({ status, offset, ...rest }: ListFlags): DeadLetterFilter {
  return {
    ...queueFilter(rest),
    ...(status !== undefined && { resolution_status: status }),
    ...(offset !== undefined && { offset }),
  };
}

function cellsOf(letter: DeadLetter): readonly string[] {
  const { namespace, name, version, failed_steps: failed, error } = letter.task_snapshot;
  return [
    letter.task_uuid,
    `${namespace}/${name} ${version}`,
    letter.dlq_reason,
    letter.resolution_status,
    failed.map(({ step }) => step).join(', ') || error,
    letter.dlq_timestamp,
  ];
}
