import { TaskerClient } from '../../client/index.ts';
import { consoleApp } from '../../console/app.ts';
import type { ConsoleOptions } from '../../console/console-options.ts';
import { OtherMachines } from '../../console/machines/other-machines.ts';
import { PolledChanges } from '../../console/live/polled-changes.ts';
import { listen } from '../../local/base/http/listen.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { refuseFlags } from '../flags.ts';
import type { CliIo } from '../io.ts';
import { answerWith } from '../local/answer-with.ts';
import { listenOrSay } from '../local/listen-or-say.ts';
import { printJson } from '../print-json.ts';
import { connectionFlags } from '../task/connection-flags.ts';
import { connectionOf } from '../task/connection.ts';
import type { ConsoleFlags } from './console-flags.ts';
import { drawTemplates } from './draw-templates.ts';
import { readRuns } from './read-runs.ts';

/** Serves the console until the user ends it. The credentials stay in this process: browsers see pages alone. */
export async function serveConsole(flags: ConsoleFlags, io: CliIo): Promise<ExitCode> {
  const { port, allowHost = [] } = flags;
  const { options, close } = flags.history === undefined ? ofService(flags, io) : ofFiles(flags.history, flags, io);
  const app = consoleApp(options);
  const answer = answerWith(async () => (request) => app.fetch(request));
  const server = await listenOrSay(
    () => listen({ port, allowedHosts: allowHost }, answer, (problem) => io.stderr.write(`${problem}\n`)),
    port,
    '--port',
  );
  if (flags.json) printJson({ console: server.url }, io);
  else io.stdout.write(`Console  ${server.url}\n\nPress Ctrl-C to stop.\n`);
  await new Promise<void>((resolve) => {
    io.onInterrupt(resolve);
  });
  close();
  await server.close();
  return ExitCode.ok;
}

interface Opened {
  readonly options: ConsoleOptions;
  readonly close: () => void;
}

/** The runs of a Step Functions service. */
function ofService(flags: ConsoleFlags, io: CliIo): Opened {
  const { prefix, readOnly = false } = flags;
  for (const flag of ['templates', 'definitions', 'substitute'] as const) {
    if (flags[flag] !== undefined) throw new UsageError(`--${flag} tells what the files of --history ran: give both.`);
  }
  const client = new TaskerClient({
    connection: connectionOf(flags, io.env),
    ...(prefix !== undefined && { prefix }),
  });
  const machines = OtherMachines.over(connectionOf(flags, io.env), () => client.listTemplates());
  const changes = new PolledChanges({
    versionOf: async (run) => ((await machines.isExecution(run)) ? machines : client).lastChangeOf(run),
  });
  return {
    options: { source: client, machines, changes, ...(!readOnly && { actions: client }) },
    close: () => {
      changes.close();
    },
  };
}

/** Runs that are over, from files. */
function ofFiles(files: readonly string[], flags: ConsoleFlags, io: CliIo): Opened {
  refuseFlags(connectionFlags, flags, 'is for a service, and --history shows files.');
  const { source, workflows } = readRuns(files, flags, io);
  return { options: { source, drawTemplate: drawTemplates(workflows) }, close: () => undefined };
}
