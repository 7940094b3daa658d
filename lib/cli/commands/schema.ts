import type { AddCommand } from '../command.ts';

/** `schema`: what a template may look like, for editors. */
export const addSchema: AddCommand = (program, { io, action }) => {
  program
    .command('schema')
    .description('Print the JSON Schema of task templates, for editors.')
    .action(
      action(async () => {
        const { printSchema } = await import('../print-schema.ts');
        return printSchema(io);
      }),
    );
};
