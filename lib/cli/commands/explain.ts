import type { AddCommand } from '../command.ts';
import { addFlags, type FlagsOf, toggle } from '../flags.ts';

const flags = { json: toggle('print the explanation as one JSON document') };

/** `explain`: what a diagnostic means. */
export const addExplain: AddCommand = (program, { io, action }) => {
  const command = program
    .command('explain')
    .description('Explain a diagnostic: what it means, an example, and how to mend it.')
    .argument('<code>', 'its code, such as unknown-dependency');
  addFlags(command, flags).action(
    action(async (code: string, given: FlagsOf<typeof flags>) => {
      const { explain } = await import('../explain/explain.ts');
      return explain(code, given, io);
    }),
  );
};
