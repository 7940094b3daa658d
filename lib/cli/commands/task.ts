import { Option, type Command } from 'commander';
import type { TaskState } from '../../client/index.ts';
import type { AddCommand } from '../command.ts';
import { addRequestFlags, integer } from '../run/request-flags.ts';
import type { CancelFlags } from '../task/cancel-task.ts';
import { addConnectionFlags } from '../task/connection-flags.ts';
import type { CreateFlags } from '../task/create-task.ts';
import type { ListFlags } from '../task/list-tasks.ts';
import type { ClientFlags } from '../task/with-client.ts';

const STATES: readonly TaskState[] = [
  'pending',
  'steps_in_process',
  'waiting_for_retry',
  'complete',
  'error',
  'cancelled',
];

/** `task`: what has been deployed, at work. */
export const addTask: AddCommand = (program, { io, action }) => {
  const task = program.command('task').description('Create, read, list and cancel tasks on any Step Functions.');
  const load = () => import('../task/index.ts');

  addRequestFlags(task.command('create'))
    .description('Create a task of a deployed template.')
    .argument('<template>', 'namespace/name or namespace/name@version (default: 1.0.0), or a template file')
    .option('--wait', 'follow the task to its end')
    .action(
      action(async (template: string, flags: CreateFlags) => {
        const { createTask, withClient } = await load();
        return withClient(flags, io, (client) => createTask(client, template, flags, io));
      }),
    );

  task
    .command('get')
    .description('Show a task and its steps.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: ClientFlags) => {
        const { getTask, withClient } = await load();
        return withClient(flags, io, (client) => getTask(client, id, flags, io));
      }),
    );

  task
    .command('list')
    .description('List tasks, newest first.')
    .addOption(new Option('--template <template>', 'namespace/name or namespace/name@version').conflicts('namespace'))
    .option('--namespace <namespace>', 'tasks of its templates')
    .addOption(new Option('--status <status>', 'tasks in this state').choices(STATES))
    .option('--initiator <name>', 'tasks that it asked for')
    .option('--source-system <name>', 'tasks that it asked for')
    .option('--page <number>', 'from 1', integer(1, Number.MAX_SAFE_INTEGER))
    .option('--per-page <number>', 'tasks on a page (default: 25)', integer(1, 100))
    .action(
      action(async (flags: ListFlags) => {
        const { listTasks, withClient } = await load();
        return withClient(flags, io, (client) => listTasks(client, flags, io));
      }),
    );

  task
    .command('steps')
    .description('List the steps of a task.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: ClientFlags) => {
        const { listSteps, withClient } = await load();
        return withClient(flags, io, (client) => listSteps(client, id, flags, io));
      }),
    );

  task
    .command('step')
    .description('Show a step of a task, with its result.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .argument('<step>', "the step's name, or its step_uuid")
    .action(
      action(async (id: string, step: string, flags: ClientFlags) => {
        const { getStep, withClient } = await load();
        return withClient(flags, io, (client) => getStep(client, id, step, flags, io));
      }),
    );

  task
    .command('cancel')
    .description('Cancel a task. Handlers that run are not interrupted; what they return is lost.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .option('--reason <text>', 'why, for the execution')
    .action(
      action(async (id: string, flags: CancelFlags) => {
        const { cancelTask, withClient } = await load();
        return withClient(flags, io, (client) => cancelTask(client, id, flags, io));
      }),
    );

  task.commands.forEach(addCommonFlags);
};

function addCommonFlags(command: Command): void {
  addConnectionFlags(command).option('--json', "print it as one JSON document, in the shape of Tasker's API");
}
