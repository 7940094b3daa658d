import { TaskerClient, TaskerClientError } from '../../client/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { connectionOf } from './connection.ts';
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
  try {
    return await work(
      new TaskerClient({
        connection: connectionOf(flags, io.env),
        ...(flags.prefix !== undefined && { prefix: flags.prefix }),
      }),
    );
  } catch (error) {
    if (!(error instanceof TaskerClientError)) throw error;
    const { code, message, taskId } = error;
    const line = `${message.replace(/\s+/g, ' ').trim()}${adviceOn(error)}`;
    io.stderr.write(`${coloursFor(io.stderr, io).red(`error[${code}]`)}: ${line}\n`);
    if (flags.json) printJson({ error: { code, message, ...(taskId !== undefined && { task_uuid: taskId }) } }, io);
    return ExitCode.failed;
  }
}

/** What the user can do about a connection that the AWS SDK cannot make of what it finds. */
function adviceOn({ code, message }: TaskerClientError): string {
  if (message.startsWith('Region is missing')) return ' Give --region, or set AWS_REGION.';
  return code === 'UNAUTHORIZED' ? ' Give --profile, or sign in to AWS.' : '';
}
