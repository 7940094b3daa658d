import { Option } from 'commander';
import type { AddCommand } from '../command.ts';
import { addFlags, type Flag, type FlagsOf, toggle } from '../flags.ts';
import { handlersFlag, handlersIn } from '../handlers-flag.ts';

/** The protocol's own spelling. Editors end the server by ending its input: whose child it is does not matter. */
const clientProcessId: Flag<string | undefined> = {
  toOption: () => new Option('--clientProcessId <pid>', 'the process of the editor').hideHelp(),
};

const flags = {
  handlers: handlersFlag,
  stdio: toggle('speak over standard input and output, as it always does'),
  clientProcessId,
};

/** `language-server`: templates in editors. */
export const addLanguageServer: AddCommand = (program, { io, action }) => {
  const command = program
    .command('language-server')
    .description('Serve editors over the Language Server Protocol: diagnostics, completion, hover, rename.');
  addFlags(command, flags).action(
    action(async (given: FlagsOf<typeof flags>) => {
      const { languageServer } = await import('../language-server/language-server.ts');
      return languageServer(handlersIn(given), process.stdin, io);
    }),
  );
};
