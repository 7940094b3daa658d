import { stepsOf, type Region } from './region.ts';
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
  visit(plan.region, []);
  return Math.max(...longestWay.values());

  /** Visits a region that follows the steps of `before`. */
  function visit(region: Region, before: readonly string[]): void {
    switch (region.kind) {
      case 'step': {
        const ancestors = plan.ancestors.get(region.step.name.value)!;
        let longest = 0;
        for (const step of before) {
          if (!ancestors.has(step)) longest = Math.max(longest, longestWay.get(step)!);
        }
        longestWay.set(region.step.name.value, longest + 1);
        break;
      }
      case 'parallel':
        for (const branch of region.branches) visit(branch, before);
        break;
      case 'sequence': {
        const sofar = [...before];
        for (const item of region.items) {
          visit(item, sofar);
          sofar.push(...stepsOf(item).map(({ name }) => name.value));
        }
      }
    }
  }
}
