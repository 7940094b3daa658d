import { lookUp } from '../lookup.ts';
import { leavesOf, type PlanTree } from './plan-tree.ts';
import type { Step } from '../template/task-template.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/**
 * A bound of how many times longer than its dependencies a plan can take, whatever the durations of the steps.
 *
 * The plan's longest way is a chain of steps, each waiting for the one before. Split it into the fewest chains of
 * dependencies: as the longest of these takes no longer than the critical path, the plan takes at most as many times as
 * long as there are chains. That is at most the number of steps on a way on which none depends on the one before it, which
 * is what this counts: such a way exists through any steps that do not depend on each other at all.
 */
export function worstRatio(plan: WorkflowPlan): number {
  /** By step: the most steps on such a way that ends with it. */
  const longestWay = new Map<string, number>();
  visit(plan.tree, []);
  return Math.max(...longestWay.values());

  /** Visits a tree that follows the steps of `before`. */
  function visit(tree: PlanTree<Step>, before: readonly string[]): void {
    switch (tree.kind) {
      case 'leaf': {
        const ancestors = lookUp(plan.ancestors, tree.leaf.name.value);
        let longest = 0;
        for (const step of before) {
          if (!ancestors.has(step)) longest = Math.max(longest, lookUp(longestWay, step));
        }
        longestWay.set(tree.leaf.name.value, longest + 1);
        break;
      }
      case 'parallel':
        for (const branch of tree.branches) visit(branch, before);
        break;
      case 'series': {
        const sofar = [...before];
        for (const item of tree.items) {
          visit(item, sofar);
          sofar.push(...leavesOf(item).map(({ name }) => name.value));
        }
      }
    }
  }
}
