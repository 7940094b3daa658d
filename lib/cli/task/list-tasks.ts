import type { TaskerClient, TaskFilter, TaskResponse } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { alignColumns } from '../align-columns.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { paintState } from './paint-state.ts';
import { parseTemplateName } from './template-name.ts';
import type { ListFlags } from './task-flags.ts';

const HEAD = ['TASK', 'TEMPLATE', 'STATUS', 'STEPS', 'CREATED'];

/** Prints a page of tasks, newest first. */
export async function listTasks(client: TaskerClient, flags: ListFlags, io: CliIo): Promise<ExitCode> {
  const list = await client.listTasks(filterOf(flags));
  if (flags.json) {
    printJson(list, io);
    return ExitCode.ok;
  }
  const { tasks, pagination } = list;
  const colours = coloursFor(io.stdout, io);
  if (tasks.length > 0) {
    const [head = '', ...lines] = alignColumns([HEAD, ...tasks.map(cellsOf)]);
    const painted = lines.map((line, index) => paintState(line, tasks[index]!.status, colours));
    io.stdout.write([colours.dim(head), ...painted, ''].join('\n'));
  }
  const { page, total_pages: pages, total_count: total, is_whole: isWhole } = pagination;
  io.stderr.write(pages > 1 ? `${count(total, 'task')}, page ${page} of ${pages}\n` : `${count(total, 'task')}\n`);
  if (!isWhole) io.stderr.write('There are older ones: of each template the newest 10,000 tasks are counted.\n');
  return ExitCode.ok;
}

function filterOf(flags: ListFlags): TaskFilter {
  const filter = {
    namespace: flags.namespace,
    ...(flags.template !== undefined && parseTemplateName(flags.template)),
    status: flags.status,
    initiator: flags.initiator,
    source_system: flags.sourceSystem,
    page: flags.page,
    per_page: flags.perPage,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

function cellsOf(task: TaskResponse): readonly string[] {
  return [
    task.task_uuid,
    `${task.namespace}/${task.name} ${task.version}`,
    task.status,
    `${task.completed_steps}/${task.total_steps}`,
    task.created_at,
  ];
}
