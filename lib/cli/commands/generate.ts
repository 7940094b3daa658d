import type { AddCommand } from '../command.ts';
import { addFlags, type FlagsOf, text } from '../flags.ts';

const flags = { output: text('<file>', 'write there instead of to stdout', { short: 'o' }) };

/** `generate`: code from templates. */
export const addGenerate: AddCommand = (program, { io, action }) => {
  const command = program
    .command('generate')
    .description('Generate code from a template.')
    .command('types')
    .description('Generate the TypeScript types of the context (input_schema) and of the steps (result_schema).')
    .argument('<template>', 'template file');
  addFlags(command, flags).action(
    action(async (template: string, given: FlagsOf<typeof flags>) => {
      const { printTypes } = await import('../generate/print-types.ts');
      return printTypes(template, given, io);
    }),
  );
};
