import { TaskerClient, TaskerClientError } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { connectionOf, endpointOf } from './connection.ts';
import type { ClientFlags } from './task-flags.ts';

/**
 * Does something with a client, connected as the flags say. What the client cannot do is told in one line, and with `--json`
 * in Tasker's error body too.
 */
export async function withClient(
  flags: ClientFlags,
  io: CliIo,
  work: (client: TaskerClient) => Promise<ExitCode>,
): Promise<ExitCode> {
  return orSay(flags, io, () =>
    work(
      new TaskerClient({
        connection: connectionOf(flags, io.env),
        ...(flags.prefix !== undefined && { prefix: flags.prefix }),
      }),
    ),
  );
}

/** Does something with Step Functions; what fails is told as `withClient` tells it. */
export async function orSay(flags: ClientFlags, io: CliIo, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TaskerClientError)) throw error;
    const { code, message, taskId } = error;
    const line = `${message.replace(/\s+/g, ' ').trim()}${adviceOn(error, endpointOf(flags, io.env))}`;
    io.stderr.write(`${coloursFor(io.stderr, io).red(`error[${code}]`)}: ${line}\n`);
    if (flags.json) printJson({ error: { code, message, ...(taskId !== undefined && { task_uuid: taskId }) } }, io);
    return ExitCode.failed;
  }
}

/** What the user can do about a connection that the AWS SDK cannot make of what it finds. */
function adviceOn({ code, message }: TaskerClientError, endpoint: string | undefined): string {
  if (code === 'NO_REGION') return ` Give --region, or set AWS_REGION. ${LOCALLY}`;
  if (code === 'UNAUTHORIZED') return ` Give --profile, or sign in to AWS. ${LOCALLY}`;
  const [, host] = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN) (\S+)/.exec(message) ?? [];
  if (endpoint === undefined || host === undefined || host.endsWith('.amazonaws.com')) return '';
  return ` Nobody answers at ${endpoint}: is "tasker-sfn local", or another engine, running there?`;
}

const LOCALLY = 'For tasks of "tasker-sfn local", give --endpoint http://localhost:8083.';
