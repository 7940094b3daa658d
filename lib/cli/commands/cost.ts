import type { AddCommand } from '../command.ts';
import { compileFlags } from '../compile-flags.ts';
import { expectFlags } from '../expect-flags.ts';
import { addFlags, type FlagsOf, toggle } from '../flags.ts';
import { yieldsFlag } from '../yields-flag.ts';

const flags = {
  ...compileFlags,
  ...expectFlags,
  ...yieldsFlag,
  json: toggle('print the prices as one JSON document'),
};

/** `cost`: what tasks cost on AWS. */
export const addCost: AddCommand = (program, { io, action }) => {
  const command = program
    .command('cost')
    .description('Show what 1,000 tasks of a template cost on AWS: Standard, with exact sync, and Express.')
    .argument('<template>', 'template file');
  addFlags(command, flags).action(
    action(async (template: string, given: FlagsOf<typeof flags>) => {
      const { cost } = await import('../cost/cost.ts');
      return cost(template, given, io);
    }),
  );
};
