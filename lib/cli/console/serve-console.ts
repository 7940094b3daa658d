import { TaskerClient } from '../../client/index.ts';
import { consoleApp } from '../../console/app.ts';
import { PolledChanges } from '../../console/live/polled-changes.ts';
import { listen } from '../../local/base/http/listen.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { answerWith } from '../local/answer-with.ts';
import { listenOrSay } from '../local/listen-or-say.ts';
import { connectionOf } from '../task/connection.ts';
import type { ConsoleFlags } from './console-flags.ts';

/** Serves the console until the user ends it. The credentials stay in this process: browsers see pages alone. */
export async function serveConsole(flags: ConsoleFlags, io: CliIo): Promise<ExitCode> {
  const { port, prefix, readOnly = false } = flags;
  const client = new TaskerClient({
    connection: connectionOf(flags, io.env),
    ...(prefix !== undefined && { prefix }),
  });
  const changes = new PolledChanges({ versionOf: (run) => client.lastChangeOf(run) });
  const app = consoleApp({ source: client, changes, ...(!readOnly && { actions: client }) });
  const answer = answerWith(async () => (request) => app.fetch(request));
  const server = await listenOrSay(
    () => listen({ port }, answer, (problem) => io.stderr.write(`${problem}\n`)),
    port,
    '--port',
  );
  io.stdout.write(`Console  ${server.url}\n\nPress Ctrl-C to stop.\n`);
  await new Promise<void>((resolve) => {
    io.onInterrupt(resolve);
  });
  changes.close();
  await server.close();
  return ExitCode.ok;
}
