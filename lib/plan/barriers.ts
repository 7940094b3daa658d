import { at, lookUp } from '../lookup.ts';
import type { PlanTree } from './plan-tree.ts';
import type { Step } from '../template/task-template.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/**
 * A wait that the plan adds: every step of `after` waits for every step of `before`, though some do not depend on them.
 * Steps by name, in tree order.
 */
export interface Barrier {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A place of a plan where one tree follows another. */
export interface Join {
  readonly earlier: PlanTree<Step>;
  readonly later: PlanTree<Step>;
}

/** The waits that a plan adds to the dependencies, in tree order; none when the graph is series-parallel. */
export function barriersOf(plan: WorkflowPlan): readonly Barrier[] {
  return joinsOf(plan.tree).flatMap((join) => barrierAt(join, plan) ?? []);
}

/** The places where one tree follows another, in tree order. */
export function joinsOf(tree: PlanTree<Step>): readonly Join[] {
  switch (tree.kind) {
    case 'leaf':
      return [];
    case 'parallel':
      return tree.branches.flatMap(joinsOf);
    case 'series':
      return tree.items.flatMap((item, index) => {
        const next = tree.items[index + 1];
        return [...joinsOf(item), ...(next ? [{ earlier: item, later: next }] : [])];
      });
  }
}

/** What a plan adds where one tree follows another, if not every wait there is implied by dependencies. */
export function barrierAt({ earlier, later }: Join, plan: WorkflowPlan): Barrier | undefined {
  const [last, first] = [lastSteps(earlier), firstSteps(later)];
  const added = (from: string, to: string) => !lookUp(plan.ancestors, to).has(from);
  const before = last.filter((from) => first.some((to) => added(from, to)));
  const after = first.filter((to) => last.some((from) => added(from, to)));
  return before.length > 0 ? { before, after } : undefined;
}

/** The steps with which a tree begins. */
export function firstSteps(tree: PlanTree<Step>): readonly string[] {
  switch (tree.kind) {
    case 'leaf':
      return [tree.leaf.name.value];
    case 'series':
      return firstSteps(at(tree.items, 0));
    case 'parallel':
      return tree.branches.flatMap(firstSteps);
  }
}

/** The steps with which a tree ends. */
function lastSteps(tree: PlanTree<Step>): readonly string[] {
  switch (tree.kind) {
    case 'leaf':
      return [tree.leaf.name.value];
    case 'series':
      return lastSteps(at(tree.items, -1));
    case 'parallel':
      return tree.branches.flatMap(lastSteps);
  }
}
