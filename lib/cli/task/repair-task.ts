import { isJsonObject, type JsonObject } from '../../json.ts';
import { TaskerClientError, type StepRepair, type TaskerClient } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { readJsonFlag } from '../read-json.ts';
import { followTask } from './follow-task.ts';
import { getTask } from './get-task.ts';
import type { CompleteFlags, RepairFlags, RetryFlags } from './task-flags.ts';
import { taskText } from './task-text.ts';

/** Lets the failed steps of a task run again, or those that are named, and what waited for them. */
export async function retryTask(client: TaskerClient, id: string, flags: RetryFlags, io: CliIo): Promise<ExitCode> {
  const steps = flags.step ?? (await failedSteps(client, id));
  return repair(
    client,
    id,
    steps.map((step) => ({ step, action: 'reset_for_retry' })),
    flags,
    io,
  );
}

/** Settles steps of a task without results, so that the task goes on. */
export async function resolveSteps(client: TaskerClient, id: string, flags: RetryFlags, io: CliIo): Promise<ExitCode> {
  const { step: steps = [] } = flags;
  if (steps.length === 0) throw new UsageError('Say which step is resolved: --step NAME.');
  return repair(
    client,
    id,
    steps.map((step) => ({ step, action: 'resolve_manually' })),
    flags,
    io,
  );
}

/** Completes a step of a task with a result of the operator's. */
export async function completeStep(
  client: TaskerClient,
  id: string,
  flags: CompleteFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { step, result: text, metadata: noted } = flags;
  if (step === undefined || text === undefined) {
    throw new UsageError('Say which step is complete, and with what: --step NAME --result JSON (or @file).');
  }
  const result = objectIn('--result', text, io);
  const metadata = noted === undefined ? undefined : objectIn('--metadata', noted, io);
  await checkResult(client, id, step, result);
  const given = { result, ...(metadata !== undefined && { metadata }) };
  return repair(client, id, [{ step, action: 'complete_manually', ...given }], flags, io);
}

async function repair(
  client: TaskerClient,
  id: string,
  actions: readonly StepRepair[],
  flags: RepairFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { reason, by = userOf(io), wait, json } = flags;
  if (reason === undefined) throw new UsageError('Say why: --reason TEXT. It is kept with the task.');
  if (by === undefined) throw new UsageError('Say who repairs the task: --by NAME. It is kept with the task.');
  const task = await client.repairTask(id, { by, reason, actions });
  if (wait) return follow(client, id, flags, io);
  if (json) printJson(task, io);
  else io.stdout.write(taskText(task, coloursFor(io.stdout, io)));
  return ExitCode.ok;
}

async function follow(client: TaskerClient, id: string, flags: RepairFlags, io: CliIo): Promise<ExitCode> {
  io.stderr.write(`Waiting for the task ${id}\n`);
  const ended = await followTask(client, id, io);
  await getTask(client, id, flags, io);
  if (ended === undefined) return ExitCode.interrupted;
  return ended.status === 'complete' ? ExitCode.ok : ExitCode.failed;
}

/** What failed; of a task that was stopped before anything did, what was under way. */
async function failedSteps(client: TaskerClient, id: string): Promise<readonly string[]> {
  const steps = await client.listTaskSteps(id);
  const inState = (state: string) => steps.flatMap((step) => (step.current_state === state ? [step.name] : []));
  const failed = inState('error');
  const found = failed.length > 0 ? failed : inState('cancelled');
  if (found.length > 0) return found;
  throw new TaskerClientError('BAD_REQUEST', `No step of the task "${id}" has failed: there is nothing to retry.`);
}

/** Refuses what the API refuses too. */
async function checkResult(client: TaskerClient, id: string, step: string, result: JsonObject): Promise<void> {
  const schema = await client.resultSchemaOf(id, step);
  if (schema === undefined) return;
  const { checkResult: check } = await import('../../schema/check-context.ts');
  const violations = check(schema, result);
  if (violations.length === 0) return;
  throw new TaskerClientError('BAD_REQUEST', `The result_schema is not met: ${violations.join(' ')}`);
}

function objectIn(flag: string, text: string, io: CliIo): JsonObject {
  const value = readJsonFlag(flag, text, io);
  if (isJsonObject(value)) return value;
  throw new UsageError(`${flag} must be a JSON object.`);
}

/** Who is signed in to this machine. */
function userOf({ env }: CliIo): string | undefined {
  return [env['USER'], env['LOGNAME'], env['USERNAME']].find((name) => name !== undefined && name !== '');
}
