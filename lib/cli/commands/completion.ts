import { Argument } from 'commander';
import type { AddCommand } from '../command.ts';
import { addFlags, type FlagsOf, toggle } from '../flags.ts';
import { ExitCode } from '../exit-code.ts';

type Shell = 'bash' | 'zsh' | 'fish';

const flags = { json: toggle('print the script as one JSON document') };

/** `completion`: commands and flags in shells. */
export const addCompletion: AddCommand = (program, { io, action }) => {
  const command = program
    .command('completion')
    .description('Print the script that completes commands and flags in a shell; its first line says how to use it.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']));
  addFlags(command, flags).action(
    action(async (shell: Shell, { json }: FlagsOf<typeof flags>) => {
      const { commandTree } = await import('../completion/command-tree.ts');
      const { scripts } = await import('../completion/scripts.ts');
      const { writeText } = await import('../write-output.ts');
      writeText(scripts[shell](commandTree(program)), { json }, 'script', io);
      return ExitCode.ok;
    }),
  );
};
