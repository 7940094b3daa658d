import type { WorkflowPlan } from '../../plan/workflow-plan.ts';
import type { AddCommand } from '../command.ts';
import { compileFlags } from '../compile-flags.ts';
import { ExitCode } from '../exit-code.ts';
import { addFlags, choice, type FlagsOf, withDefault } from '../flags.ts';

const renderers = {
  mermaid: async () => (await import('../../viz/render-mermaid.ts')).renderMermaid,
  dot: async () => (await import('../../viz/render-dot.ts')).renderDot,
  svg: async () => (await import('../../viz/render-svg.ts')).renderSvg,
} as const satisfies Record<string, () => Promise<(plan: WorkflowPlan) => string>>;

const formats = Object.keys(renderers) as (keyof typeof renderers)[];

const flags = { format: withDefault(choice('<format>', 'what to draw', formats), 'mermaid'), ...compileFlags };

/** `graph`: a picture of the workflow. */
export const addGraph: AddCommand = (program, { io, action }) => {
  const command = program
    .command('graph')
    .description('Draw a workflow: its steps, their dependencies, and dashed the waits that the plan adds.')
    .argument('<template>', 'template file');
  addFlags(command, flags).action(
    action(async (template: string, given: FlagsOf<typeof flags>) => {
      const { planOne } = await import('../compile-one.ts');
      const plan = planOne(template, given, io);
      if (plan === undefined) return ExitCode.failed;
      const render = await renderers[given.format]();
      io.stdout.write(render(plan));
      return ExitCode.ok;
    }),
  );
};
