import type { AddCommand } from '../command.ts';
import { addFlags, toggle } from '../flags.ts';

/** `schema`: what a template may look like, for editors. */
export const addSchema: AddCommand = (program, { io, action }) => {
  const command = program.command('schema').description('Print the JSON Schema of task templates, for editors.');
  addFlags(command, { json: toggle('print it as JSON, as it always does') }).action(
    action(async () => {
      const { printSchema } = await import('../print-schema.ts');
      return printSchema(io);
    }),
  );
};
