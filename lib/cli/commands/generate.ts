import type { AddCommand } from '../command.ts';

/** `generate`: code from templates. */
export const addGenerate: AddCommand = (program, { io, action }) => {
  program
    .command('generate')
    .description('Generate code from a template.')
    .command('types')
    .description('Generate the TypeScript types of the context (input_schema) and of the steps (result_schema).')
    .argument('<template>', 'template file')
    .option('-o, --output <file>', 'write there instead of to stdout')
    .action(
      action(async (template: string, flags: { readonly output?: string }) => {
        const { printTypes } = await import('../generate/print-types.ts');
        return printTypes(template, flags, io);
      }),
    );
};
