import { at, lookUp } from '../lookup.ts';
import { partialOrder } from '../graph/partial-order.ts';
import { durationScenarios } from './core/duration-scenarios.ts';
import { lengthOfDependencies, lengthOfPlan, type StepDurations } from './plan-times.ts';
import { plannedSteps } from './planned-step.ts';
import { leavesOf } from './plan-tree.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/** Variations of the durations that no plan was made for. */
const SCENARIOS = Array.from({ length: 64 }, (_, index) => 1001 + index);

/**
 * How many times longer than its dependencies a plan takes, on average over variations of the durations: small ones where
 * durations are known, large ones where they are not.
 */
export function expectedRatio(plan: WorkflowPlan, durations: StepDurations): number {
  const steps = leavesOf(plan.tree).toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1));
  const elementOf = new Map(steps.map(({ name }, element) => [name.value, element]));
  const order = partialOrder(
    steps.map(({ name }) => lookUp(plan.dependencies, name.value).map((dependency) => lookUp(elementOf, dependency))),
  );
  const durationsIn = durationScenarios(order, plannedSteps(steps, durations));
  const ratios = SCENARIOS.map((scenario) => {
    const varied = durationsIn(scenario);
    const byName = new Map(steps.map(({ name }, element) => [name.value, at(varied, element)]));
    return lengthOfPlan(plan, byName) / lengthOfDependencies(plan, byName);
  });
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}
