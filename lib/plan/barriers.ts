import type { Region } from './region.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/**
 * A wait that the plan adds: every step of `after` waits for every step of `before`, though some do not depend on them.
 * Steps by name, in tree order.
 */
export interface Barrier {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A place of a plan where one region follows another. */
export interface Join {
  readonly earlier: Region;
  readonly later: Region;
}

/** The waits that a plan adds to the dependencies, in tree order; none when the graph is series-parallel. */
export function barriersOf(plan: WorkflowPlan): readonly Barrier[] {
  return joinsOf(plan.region).flatMap((join) => barrierAt(join, plan) ?? []);
}

/** The places where one region follows another, in tree order. */
export function joinsOf(region: Region): readonly Join[] {
  switch (region.kind) {
    case 'step':
      return [];
    case 'parallel':
      return region.branches.flatMap(joinsOf);
    case 'sequence':
      return region.items.flatMap((item, index) => {
        const next = region.items[index + 1];
        return [...joinsOf(item), ...(next ? [{ earlier: item, later: next }] : [])];
      });
  }
}

/** What a plan adds where one region follows another, if not every wait there is implied by dependencies. */
export function barrierAt({ earlier, later }: Join, plan: WorkflowPlan): Barrier | undefined {
  const [last, first] = [lastSteps(earlier), firstSteps(later)];
  const added = (from: string, to: string) => !plan.ancestors.get(to)!.has(from);
  const before = last.filter((from) => first.some((to) => added(from, to)));
  const after = first.filter((to) => last.some((from) => added(from, to)));
  return before.length > 0 ? { before, after } : undefined;
}

/** The steps with which a region begins. */
export function firstSteps(region: Region): readonly string[] {
  switch (region.kind) {
    case 'step':
      return [region.step.name.value];
    case 'sequence':
      return firstSteps(region.items[0]!);
    case 'parallel':
      return region.branches.flatMap(firstSteps);
  }
}

/** The steps with which a region ends. */
function lastSteps(region: Region): readonly string[] {
  switch (region.kind) {
    case 'step':
      return [region.step.name.value];
    case 'sequence':
      return lastSteps(region.items.at(-1)!);
    case 'parallel':
      return region.branches.flatMap(lastSteps);
  }
}
