import type { AddCommand } from '../command.ts';
import {
  listFlags,
  type ListFlags,
  queueFlags,
  type QueueFlags,
  updateFlags,
  type UpdateFlags,
} from '../dlq/dlq-flags.ts';
import { addFlags } from '../flags.ts';
import { clientFlags, type ClientFlags } from '../task/task-flags.ts';

/** `dlq`: the tasks that failed, timed out or were aborted. */
export const addDlq: AddCommand = (program, { io, action }) => {
  const dlq = program
    .command('dlq')
    .description('Look at tasks that failed, timed out or were aborted, and note on them.');
  const load = () => import('../dlq/index.ts');

  addFlags(dlq.command('list'), listFlags)
    .description('List dead letters, those that ended last first.')
    .action(
      action(async (flags: ListFlags) => {
        const { listDeadLetters, withClient } = await load();
        return withClient(flags, io, (client) => listDeadLetters(client, flags, io));
      }),
    );

  addFlags(dlq.command('get'), clientFlags)
    .description('Show the dead letter of a task: why it ended, and what to run.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: ClientFlags) => {
        const { getDeadLetter, withClient } = await load();
        return withClient(flags, io, (client) => getDeadLetter(client, id, flags, io));
      }),
    );

  addFlags(dlq.command('update'), updateFlags)
    .description('Set the status of a dead letter, and notes on it. The task itself does not change.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: UpdateFlags) => {
        const { updateDeadLetter, withClient } = await load();
        return withClient(flags, io, (client) => updateDeadLetter(client, id, flags, io));
      }),
    );

  addFlags(dlq.command('investigation-queue'), queueFlags)
    .description('List the dead letters that nobody has dealt with, the most urgent first.')
    .action(
      action(async (flags: QueueFlags) => {
        const { showQueue, withClient } = await load();
        return withClient(flags, io, (client) => showQueue(client, flags, io));
      }),
    );

  addFlags(dlq.command('staleness'), queueFlags)
    .description('List the tasks that run, those first that have been in their state for too long.')
    .action(
      action(async (flags: QueueFlags) => {
        const { showStaleness, withClient } = await load();
        return withClient(flags, io, (client) => showStaleness(client, flags, io));
      }),
    );

  addFlags(dlq.command('stats'), clientFlags)
    .description('Count dead letters by their reason.')
    .action(
      action(async (flags: ClientFlags) => {
        const { showStats, withClient } = await load();
        return withClient(flags, io, (client) => showStats(client, flags, io));
      }),
    );
};
