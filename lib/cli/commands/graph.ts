import type { WorkflowPlan } from '../../plan/workflow-plan.ts';
import type { AddCommand } from '../command.ts';
import { compileFlags } from '../compile-flags.ts';
import { substituteFlag } from '../definition/definition-flags.ts';
import { ExitCode } from '../exit-code.ts';
import { addFlags, choice, type FlagsOf, withDefault } from '../flags.ts';

const renderers = {
  mermaid: async () => (await import('../../viz/render-mermaid.ts')).renderMermaid,
  dot: async () => (await import('../../viz/render-dot.ts')).renderDot,
  svg: async () => (await import('../../viz/render-svg.ts')).renderSvg,
} as const satisfies Record<string, () => Promise<(plan: WorkflowPlan) => string>>;

const formats = Object.keys(renderers) as (keyof typeof renderers)[];

const flags = {
  format: withDefault(choice('<format>', 'what to draw', formats), 'mermaid'),
  ...compileFlags,
  substitute: substituteFlag,
};

/** `graph`: a picture of a workflow, or of a state machine. */
export const addGraph: AddCommand = (program, { io, action }) => {
  const command = program
    .command('graph')
    .description(
      'Draw a workflow: its steps, their dependencies, and dashed the waits that the plan adds; or a state machine.',
    )
    .argument('<file>', 'template, or state machine (.asl.json, .asl.yaml)');
  addFlags(command, flags).action(
    action(async (path: string, given: FlagsOf<typeof flags>) => {
      const { holdsDefinition } = await import('../definition/holds-definition.ts');
      if (holdsDefinition(path, io)) {
        const { graphDefinition } = await import('../definition/graph-definition.ts');
        return graphDefinition(path, given, io);
      }
      const { planOne } = await import('../compile-one.ts');
      const plan = planOne(path, given, io);
      if (plan === undefined) return ExitCode.failed;
      const render = await renderers[given.format]();
      io.stdout.write(render(plan));
      return ExitCode.ok;
    }),
  );
};
