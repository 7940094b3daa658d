import type { Outcome } from '../diagnostics/outcome.ts';
import { collectReports } from '../diagnostics/report.ts';
import { elementsOf } from '../graph/bit-set.ts';
import { partialOrder } from '../graph/partial-order.ts';
import type { Step, TaskTemplate } from '../template/task-template.ts';
import { plannedSteps } from './planned-step.ts';
import { planOrder } from './plan-order.ts';
import type { PlanTree } from './plan-tree.ts';
import type { Region } from './region.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

export interface PlanOptions {
  /** How long steps usually take, in ms, by step name; wins over `expected_duration_ms`. */
  readonly durations?: ReadonlyMap<string, number>;
}

/**
 * Finds the shape in which a template's steps run. The plan depends on the names of the steps and on the order that their
 * dependencies generate, and on nothing else of the file: not on the order of steps, nor on redundant dependencies.
 *
 * @throws Error when the template has errors (a cycle, a dependency that is no step).
 */
export function planTemplate(
  template: TaskTemplate,
  { durations = new Map() }: PlanOptions = {},
): Outcome<WorkflowPlan> {
  const steps = template.steps.toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1));
  const names = steps.map((step) => step.name.value);
  const elementOf = new Map(names.map((name, element) => [name, element]));
  const order = partialOrder(steps.map((step) => step.dependencies.map(({ value }) => elementOf.get(value)!)));
  const { tree, strategy } = planOrder(order, plannedSteps(steps, durations));

  const { report, diagnostics } = collectReports();
  for (const name of durations.keys()) {
    if (!elementOf.has(name)) report('unknown-duration-step', template.name.span, { name });
  }
  const named = (elements: readonly number[]) => elements.map((element) => names[element]!);
  return {
    value: {
      template,
      strategy,
      region: regionOf(tree, steps),
      dependencies: new Map(names.map((name, element) => [name, named(order.predecessors[element]!)])),
      ancestors: new Map(names.map((name, element) => [name, new Set(named(elementsOf(order.before[element]!)))])),
    },
    diagnostics,
  };
}

function regionOf(tree: PlanTree, steps: readonly Step[]): Region {
  switch (tree.kind) {
    case 'leaf':
      return { kind: 'step', step: steps[tree.element]! };
    case 'series':
      return { kind: 'sequence', items: tree.items.map((item) => regionOf(item, steps)) };
    case 'parallel':
      return { kind: 'parallel', branches: tree.branches.map((branch) => regionOf(branch, steps)) };
  }
}
