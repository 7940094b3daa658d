import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import {
  auditFlags,
  type AuditFlags,
  cancelFlags,
  type CancelFlags,
  clientFlags,
  type ClientFlags,
  completeFlags,
  type CompleteFlags,
  createFlags,
  type CreateFlags,
  listFlags,
  type ListFlags,
  logsFlags,
  type LogsFlags,
  reportFlags,
  type ReportFlags,
  retryFlags,
  type RetryFlags,
  stepFlags,
  stepsFlags,
  type StepFlags,
  type StepsFlags,
  timelineFlags,
  type TimelineFlags,
} from '../task/task-flags.ts';

/** `task`: what has been deployed, at work. */
export const addTask: AddCommand = (program, { io, action }) => {
  const task = program.command('task').description('Create, read, list and cancel tasks on any Step Functions.');
  const load = () => import('../task/index.ts');

  addFlags(task.command('create'), createFlags)
    .description('Create a task of a deployed template.')
    .argument('<template>', 'namespace/name or namespace/name@version (default: 1.0.0), or a template file')
    .action(
      action(async (template: string, flags: CreateFlags) => {
        const { createTask, withClient } = await load();
        return withClient(flags, io, (client) => createTask(client, template, flags, io));
      }),
    );

  addFlags(task.command('get'), clientFlags)
    .description('Show a task and its steps.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: ClientFlags) => {
        const { getTask, withClient } = await load();
        return withClient(flags, io, (client) => getTask(client, id, flags, io));
      }),
    );

  addFlags(task.command('list'), listFlags)
    .description('List tasks, newest first.')
    .action(
      action(async (flags: ListFlags) => {
        const { listTasks, withClient } = await load();
        return withClient(flags, io, (client) => listTasks(client, flags, io));
      }),
    );

  addFlags(task.command('steps'), stepsFlags)
    .description('List the steps of a task.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: StepsFlags) => {
        const { listSteps, withClient } = await load();
        return withClient(flags, io, (client) => listSteps(client, id, flags, io));
      }),
    );

  addFlags(task.command('step'), stepFlags)
    .description('Show a step of a task, with its attempts and its result.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .argument('<step>', "the step's name, or its step_uuid")
    .action(
      action(async (id: string, step: string, flags: StepFlags) => {
        const { getStep, withClient } = await load();
        return withClient(flags, io, (client) => getStep(client, id, step, flags, io));
      }),
    );

  addFlags(task.command('timeline'), timelineFlags)
    .description('Draw when the steps of a task ran, and what they waited for.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: TimelineFlags) => {
        const { showTimeline, withClient } = await load();
        return withClient(flags, io, (client) => showTimeline(client, id, flags, io));
      }),
    );

  addFlags(task.command('logs'), logsFlags)
    .description("Print the log lines of a task's handlers.")
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: LogsFlags) => {
        const { showLogs, withClient } = await load();
        return withClient(flags, io, (client) => showLogs(client, id, flags, io));
      }),
    );

  addFlags(task.command('report'), reportFlags)
    .description('Write an HTML report of a task: one page to be opened from disk.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: ReportFlags) => {
        const { withClient, writeReport } = await load();
        return withClient(flags, io, (client) => writeReport(client, id, flags, io));
      }),
    );

  addFlags(task.command('cancel'), cancelFlags)
    .description('Cancel a task. Handlers that run are not interrupted; what they return is lost.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: CancelFlags) => {
        const { cancelTask, withClient } = await load();
        return withClient(flags, io, (client) => cancelTask(client, id, flags, io));
      }),
    );

  addFlags(task.command('retry'), retryFlags)
    .description('Let the failed steps of a task run again, or those that are named, and what waited for them.')
    .argument('<id>', "the task's id, or the ARN of an execution of it")
    .action(
      action(async (id: string, flags: RetryFlags) => {
        const { retryTask, withClient } = await load();
        return withClient(flags, io, (client) => retryTask(client, id, flags, io));
      }),
    );

  addFlags(task.command('resolve'), retryFlags)
    .description('Settle steps of a failed task without results, so that it goes on.')
    .argument('<id>', "the task's id, or the ARN of an execution of it")
    .action(
      action(async (id: string, flags: RetryFlags) => {
        const { resolveSteps, withClient } = await load();
        return withClient(flags, io, (client) => resolveSteps(client, id, flags, io));
      }),
    );

  addFlags(task.command('complete'), completeFlags)
    .description('Complete a step of a failed task with a result of your own, so that it goes on.')
    .argument('<id>', "the task's id, or the ARN of an execution of it")
    .action(
      action(async (id: string, flags: CompleteFlags) => {
        const { completeStep, withClient } = await load();
        return withClient(flags, io, (client) => completeStep(client, id, flags, io));
      }),
    );

  addFlags(task.command('audit'), auditFlags)
    .description('Show what became of the steps of a task: every attempt, and who repaired what, and why.')
    .argument('<id>', "the task's id, or the ARN of an execution of it")
    .action(
      action(async (id: string, flags: AuditFlags) => {
        const { showAudit, withClient } = await load();
        return withClient(flags, io, (client) => showAudit(client, id, flags, io));
      }),
    );

  addFlags(task.command('redrive'), clientFlags)
    .description('Let a task that has failed go on from the steps that are not complete.')
    .argument('<id>', "the task's id, or the ARN of its execution")
    .action(
      action(async (id: string, flags: ClientFlags) => {
        const { redriveTask, withClient } = await load();
        return withClient(flags, io, (client) => redriveTask(client, id, flags, io));
      }),
    );
};
