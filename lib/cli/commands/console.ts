import type { AddCommand } from '../command.ts';
import { consoleFlags, type ConsoleFlags } from '../console/console-flags.ts';
import { addFlags } from '../flags.ts';

/** `console`: the web console on any Step Functions. */
export const addConsole: AddCommand = (program, { io, action }) => {
  const command = program
    .command('console')
    .description('Serve a web console for the tasks of any Step Functions, to browsers on this machine only.');
  addFlags(command, consoleFlags).action(
    action(async (flags: ConsoleFlags) => (await import('../console/serve-console.ts')).serveConsole(flags, io)),
  );
};
