import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { runFlags, type RunFlags } from '../run/run-flags.ts';

/** `run`: a task, from a template, on this machine. */
export const addRun: AddCommand = (program, { io, action }) => {
  const command = program
    .command('run')
    .description('Run a task of a template with its real handlers in the built-in Step Functions engine.')
    .argument('<template>', 'template file');
  addFlags(command, runFlags).action(
    action(async (template: string, flags: RunFlags) => {
      const { run } = await import('../run/run.ts');
      return run(template, flags, io);
    }),
  );
};
