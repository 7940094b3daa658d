import type { AddCommand } from '../command.ts';

/** `validate`: everything there is to say about templates. */
export const addValidate: AddCommand = (program, { io, action }) => {
  program
    .command('validate')
    .description('Check templates, up to the limits of Step Functions, and report every mistake in them.')
    .argument('<path...>', 'template files, or folders to search for .yaml and .yml files')
    .option('--json', 'print the diagnostics as one JSON array')
    .action(
      action(async (paths: readonly string[], flags: { readonly json?: boolean }) => {
        const { validate } = await import('../validate.ts');
        return validate(paths, flags, io);
      }),
    );
};
