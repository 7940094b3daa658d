import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { validateFlags, type ValidateFlags } from '../validate-flags.ts';

/** `validate`: everything there is to say about templates. */
export const addValidate: AddCommand = (program, { io, action }) => {
  const command = program
    .command('validate')
    .description('Check templates, up to the limits of Step Functions, and report every mistake in them.')
    .argument('<path...>', 'template files, or folders to search for .yaml and .yml files');
  addFlags(command, validateFlags).action(
    action(async (paths: readonly string[], flags: ValidateFlags) => {
      const { validate } = await import('../validate.ts');
      return validate(paths, flags, io);
    }),
  );
};
