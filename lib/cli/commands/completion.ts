import { Argument } from 'commander';
import type { AddCommand } from '../command.ts';
import { ExitCode } from '../exit-code.ts';

type Shell = 'bash' | 'zsh' | 'fish';

/** `completion`: commands and flags in shells. */
export const addCompletion: AddCommand = (program, { io, action }) => {
  program
    .command('completion')
    .description('Print the script that completes commands and flags in a shell; its first line says how to use it.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .action(
      action(async (shell: Shell) => {
        const { commandTree } = await import('../completion/command-tree.ts');
        const { scripts } = await import('../completion/scripts.ts');
        io.stdout.write(scripts[shell](commandTree(program)));
        return ExitCode.ok;
      }),
    );
};
