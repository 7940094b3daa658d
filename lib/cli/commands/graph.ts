import { Option } from 'commander';
import type { Sync, WorkflowPlan } from '../../plan/workflow-plan.ts';
import type { AddCommand } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { syncFlag } from '../sync-flag.ts';

const renderers = {
  mermaid: async () => (await import('../../viz/render-mermaid.ts')).renderMermaid,
  dot: async () => (await import('../../viz/render-dot.ts')).renderDot,
  svg: async () => (await import('../../viz/render-svg.ts')).renderSvg,
} as const satisfies Record<string, () => Promise<(plan: WorkflowPlan) => string>>;

/** `graph`: a picture of the workflow. */
export const addGraph: AddCommand = (program, { io, action }) => {
  program
    .command('graph')
    .description('Draw a workflow: its steps, their dependencies, and dashed the waits that the plan adds.')
    .argument('<template>', 'template file')
    .addOption(new Option('--format <format>', 'what to draw').choices(Object.keys(renderers)).default('mermaid'))
    .addOption(syncFlag())
    .action(
      action(async (template: string, options: { format: keyof typeof renderers; sync?: Sync }) => {
        const { planFile } = await import('../compile-file.ts');
        const plan = await planFile(template, options, io);
        if (plan === undefined) return ExitCode.failed;
        const render = await renderers[options.format]();
        io.stdout.write(render(plan));
        return ExitCode.ok;
      }),
    );
};
