import { stepsOf, type Region } from './region.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/** By step name: how long a step takes. */
export type StepDurations = ReadonlyMap<string, number>;

/** When each step starts if each region starts as soon as the one before it has ended. */
export function startsOf(plan: WorkflowPlan, durations: StepDurations): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  place(plan.region, 0);
  return starts;

  function place(part: Region, from: number): number {
    switch (part.kind) {
      case 'step':
        starts.set(part.step.name.value, from);
        return from + durations.get(part.step.name.value)!;
      case 'sequence':
        return part.items.reduce((time, item) => place(item, time), from);
      case 'parallel':
        return part.branches.reduce((end, branch) => Math.max(end, place(branch, from)), from);
    }
  }
}

/** How long the plan takes: its longest way. */
export function lengthOfPlan(plan: WorkflowPlan, durations: StepDurations): number {
  return lengthOf(plan.region);

  function lengthOf(part: Region): number {
    switch (part.kind) {
      case 'step':
        return durations.get(part.step.name.value)!;
      case 'sequence':
        return part.items.reduce((sum, item) => sum + lengthOf(item), 0);
      case 'parallel':
        return part.branches.reduce((longest, branch) => Math.max(longest, lengthOf(branch)), 0);
    }
  }
}

/** How long the longest chain of dependencies takes: no plan can be faster. */
export function lengthOfDependencies(plan: WorkflowPlan, durations: StepDurations): number {
  const ends = new Map<string, number>();
  let longest = 0;
  // Tree order is an order of the dependencies too.
  for (const { name } of stepsOf(plan.region)) {
    let start = 0;
    for (const dependency of plan.dependencies.get(name.value)!) start = Math.max(start, ends.get(dependency)!);
    const end = start + durations.get(name.value)!;
    ends.set(name.value, end);
    longest = Math.max(longest, end);
  }
  return longest;
}
