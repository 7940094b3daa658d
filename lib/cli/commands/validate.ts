import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { validateFlags, type ValidateFlags } from '../validate-flags.ts';

/** `validate`: everything there is to say about templates and state machines. */
export const addValidate: AddCommand = (program, { io, action }) => {
  const command = program
    .command('validate')
    .description(
      'Check templates and state machines, up to the limits of Step Functions, and report every mistake in them.',
    )
    .argument('<path...>', 'templates and state machines, or folders to search for .yaml, .yml and .asl.json files');
  addFlags(command, validateFlags).action(
    action(async (paths: readonly string[], flags: ValidateFlags) => {
      const { validate } = await import('../validate.ts');
      return validate(paths, flags, io);
    }),
  );
};
