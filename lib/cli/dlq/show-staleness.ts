import type { StalenessHealth, TaskerClient, TaskStaleness } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { alignColumns } from '../align-columns.ts';
import { coloursFor, type Colours } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import type { QueueFlags } from './dlq-flags.ts';
import { queueFilter } from './queue-filter.ts';

const HEAD = ['HEALTH', 'TASK', 'TEMPLATE', 'STATE', 'MINUTES', 'OF'];

/** Prints the tasks that run, those first that have been in their state for too long. */
export async function showStaleness(client: TaskerClient, flags: QueueFlags, io: CliIo): Promise<ExitCode> {
  const tasks = await client.listStaleness(queueFilter(flags));
  if (flags.json) {
    printJson(tasks, io);
    return ExitCode.ok;
  }
  if (tasks.length > 0) {
    const colours = coloursFor(io.stdout, io);
    const [head = '', ...lines] = alignColumns([HEAD, ...tasks.map(cellsOf)]);
    const painted = lines.map((line, index) => paint(line, tasks[index]?.health_status, colours));
    io.stdout.write([colours.dim(head), ...painted, ''].join('\n'));
  }
  const late = tasks.filter(({ health_status: health }) => health === 'stale');
  io.stderr.write(`${count(tasks.length, 'task')} that run${tasks.length === 1 ? 's' : ''}, ${late.length} stale\n`);
  const [first] = late;
  if (first !== undefined) io.stderr.write(`Next: npx tasker-sfn task timeline ${first.task_uuid}\n`);
  return ExitCode.ok;
}

function cellsOf(task: TaskStaleness): readonly string[] {
  return [
    task.health_status,
    task.task_uuid,
    `${task.namespace_name}/${task.task_name}`,
    task.current_state,
    String(task.time_in_state_minutes),
    String(task.staleness_threshold_minutes),
  ];
}

function paint(line: string, health: StalenessHealth | undefined, colours: Colours): string {
  if (health === 'stale') return colours.red(line);
  return health === 'warning' ? colours.yellow(line) : line;
}
