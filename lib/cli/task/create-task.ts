import { TaskerClientError, type TaskerClient, type TaskResponse } from '../../client/index.ts';
import type { JsonObject } from '../../json.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { addressTo, readRequest } from '../run/task-request.ts';
import { followTask } from './follow-task.ts';
import { getTask } from './get-task.ts';
import { taskText } from './task-text.ts';
import { findTarget } from './template-target.ts';
import type { CreateFlags } from './task-flags.ts';

/** Creates a task of a template and prints it; with `--wait` it is printed when it has ended. */
export async function createTask(
  client: TaskerClient,
  template: string,
  flags: CreateFlags,
  io: CliIo,
): Promise<ExitCode> {
  const given = readRequest(flags, io);
  const { value: target, diagnostics } = findTarget(template, io);
  printDiagnostics(diagnostics, io);
  if (target === undefined) {
    if (flags.json) printInvalid(diagnostics, io);
    return ExitCode.failed;
  }
  const request = addressTo(target.identity, given);
  const { inputSchema, identityStrategy: identity } = target.rules ?? (await client.requestRulesOf(target.identity));
  if (inputSchema !== undefined) await refuseBadContext(inputSchema, request);
  const task = await client.createTask(request, identity === undefined ? {} : { identity });
  if (!flags.wait) return print(task, flags, io);

  const id = task.task_uuid;
  io.stderr.write(`Waiting for the task ${id}\n`);
  const ended = await followTask(client, id, io);
  if (ended === undefined) {
    io.stderr.write(`The task goes on; it has not been cancelled. "task get ${id}" tells how it stands.\n`);
    print(task, flags, io);
    return ExitCode.interrupted;
  }
  await getTask(client, id, flags, io);
  return ended.status === 'complete' ? ExitCode.ok : ExitCode.failed;
}

function print(task: TaskResponse, { json }: CreateFlags, io: CliIo): ExitCode {
  if (json) printJson(task, io);
  else io.stdout.write(taskText(task, coloursFor(io.stdout, io)));
  return ExitCode.ok;
}

/** Refuses what the API refuses too. */
async function refuseBadContext(inputSchema: JsonObject, { context = {} }: TaskRequest): Promise<void> {
  const { checkContext } = await import('../../schema/check-context.ts');
  const violations = checkContext(inputSchema, context);
  if (violations.length === 0) return;
  throw new TaskerClientError('BAD_REQUEST', `The input_schema is not met: ${violations.join(' ')}`);
}
