import type { AddCommand } from '../command.ts';
import type { PlanFlags } from '../plan.ts';
import { syncFlag } from '../sync-flag.ts';

/** `plan`: the shape in which the steps run. */
export const addPlan: AddCommand = (program, { io, action }) => {
  program
    .command('plan')
    .description('Show the shape in which the steps of a template run, and what it costs.')
    .argument('<template>', 'template file')
    .option('--environment <name>', 'apply the overrides of this environment')
    .option('--durations <file>', 'JSON file with the usual duration of steps, in ms: {"step": 250}')
    .addOption(syncFlag())
    .option('--json', 'print the plan as one JSON document')
    .action(
      action(async (template: string, flags: PlanFlags) => {
        const { plan } = await import('../plan.ts');
        return plan(template, flags, io);
      }),
    );
};
