import { wholeDefinition } from '../asl/child-machines.ts';
import { viewExecution, type StepView } from '../client/index.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { RunSteps } from '../viz/picture.ts';
import { compileOne, planOne } from './compile-one.ts';
import { ExitCode } from './exit-code.ts';
import { refuseFlags } from './flags.ts';
import { machineGraphFlags, type GRAPH_FORMATS, type GraphFlags } from './graph-flags.ts';
import type { CliIo } from './io.ts';
import { readHistory } from './learn/history-file.ts';
import { printJson } from './print-json.ts';
import { taskGiven } from './task/execution-arn.ts';
import { withClient } from './task/with-client.ts';

type Render = (plan: WorkflowPlan, run?: RunSteps) => string;

const renderers: Readonly<Record<(typeof GRAPH_FORMATS)[number], () => Promise<Render>>> = {
  mermaid: async () => (await import('../viz/render-mermaid.ts')).renderMermaid,
  dot: async () => (await import('../viz/render-dot.ts')).renderDot,
  svg: async () => (await import('../viz/render-svg.ts')).renderSvg,
};

/** Prints a picture of a template; with `--run`, of what has become of its steps. */
export async function graph(template: string, flags: GraphFlags, io: CliIo): Promise<ExitCode> {
  refuseFlags(machineGraphFlags, flags, 'is for state machines, whose placeholders it fills.');
  const { run } = flags;
  if (run === undefined) {
    const plan = planOne(template, flags, io);
    return plan === undefined ? ExitCode.failed : print(plan);
  }
  const compiled = compileOne(template, flags, io);
  if (compiled === undefined) return ExitCode.failed;
  const { plan } = compiled;
  const task = taskGiven(run, io);
  if (task !== undefined) {
    return withClient(flags, io, async (client) => {
      const { steps, skipped = [] } = await client.viewTask(task);
      return print(plan, [...steps, ...skipped]);
    });
  }
  return print(plan, viewExecution({ definition: wholeDefinition(compiled), events: readHistory(run, io) }));

  async function print(plan: WorkflowPlan, steps?: readonly StepView[]): Promise<ExitCode> {
    const render = await renderers[flags.format]();
    const picture = render(plan, steps && new Map(steps.map((step) => [step.name, step])));
    if (flags.json) printJson({ format: flags.format, picture }, io);
    else io.stdout.write(picture);
    return ExitCode.ok;
  }
}
