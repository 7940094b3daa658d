import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { planFlags, type PlanFlags } from '../plan-flags.ts';

/** `plan`: the shape in which the steps run. */
export const addPlan: AddCommand = (program, { io, action }) => {
  const command = program
    .command('plan')
    .description('Show the shape in which the steps of a template run, and what it costs.')
    .argument('<template>', 'template file');
  addFlags(command, planFlags).action(
    action(async (template: string, flags: PlanFlags) => {
      const { plan } = await import('../plan.ts');
      return plan(template, flags, io);
    }),
  );
};
