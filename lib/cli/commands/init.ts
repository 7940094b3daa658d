import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { initFlags, type InitFlags } from '../init/init-flags.ts';

/** `init`: a whole project. */
export const addInit: AddCommand = (program, { io, action }) => {
  const command = program
    .command('init')
    .description(
      'Write a whole project: a template, handlers, tests, a CDK app, editor settings; and install what it needs.',
    )
    .argument('<folder>', 'where to; "." is the current folder');
  addFlags(command, initFlags).action(
    action(async (folder: string, flags: InitFlags) => {
      const { init } = await import('../init/init.ts');
      return init(folder, flags, io);
    }),
  );
};
