import { lookUp } from '../lookup.ts';
import { ancestorsFirst } from './ancestors-first.ts';
import { makespan } from './makespan.ts';
import { mapLeaves, type PlanTree } from './plan-tree.ts';
import type { Step } from '../template/task-template.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/** By step name: how long a step takes. */
export type StepDurations = ReadonlyMap<string, number>;

/** When each step starts if each part starts as soon as the one before it has ended. */
export function startsOf(plan: WorkflowPlan, durations: StepDurations): ReadonlyMap<string, number> {
  if (plan.strategy === 'rendezvous') return startsByDependencies(plan, durations);
  const starts = new Map<string, number>();
  place(plan.tree, 0);
  return starts;

  function place(part: PlanTree<Step>, from: number): number {
    switch (part.kind) {
      case 'leaf':
        starts.set(part.leaf.name.value, from);
        return from + lookUp(durations, part.leaf.name.value);
      case 'series':
        return part.items.reduce((time, item) => place(item, time), from);
      case 'parallel':
        return part.branches.reduce((end, branch) => Math.max(end, place(branch, from)), from);
    }
  }
}

/** How long the plan takes: its longest way. A plan with rendezvous adds no wait. */
export function lengthOfPlan(plan: WorkflowPlan, durations: StepDurations): number {
  if (plan.strategy === 'rendezvous') return lengthOfDependencies(plan, durations);
  const lengths: number[] = [];
  const tree = mapLeaves(plan.tree, ({ name }) => lengths.push(lookUp(durations, name.value)) - 1);
  return makespan(tree, lengths);
}

/** How long the longest chain of dependencies takes: no plan can be faster. */
export function lengthOfDependencies(plan: WorkflowPlan, durations: StepDurations): number {
  const starts = startsByDependencies(plan, durations);
  return [...starts].reduce((longest, [name, start]) => Math.max(longest, start + lookUp(durations, name)), 0);
}

/** When each step starts if it waits for its dependencies alone. */
function startsByDependencies(plan: WorkflowPlan, durations: StepDurations): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const step of ancestorsFirst(plan)) {
    const name = step.name.value;
    const ends = lookUp(plan.dependencies, name).map((other) => lookUp(starts, other) + lookUp(durations, other));
    starts.set(name, Math.max(0, ...ends));
  }
  return starts;
}
