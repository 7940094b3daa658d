import type { PartialOrder } from '../../graph/partial-order.ts';
import { longestChain } from '../makespan.ts';
import type { PlannedStep } from '../planned-step.ts';
import { durationScenarios } from './duration-scenarios.ts';

/** How many variations of the durations a plan is made for. */
const VARIATIONS = 64;

/**
 * A core to plan: an order that does not divide, and how long its elements take in each of several scenarios. In all of
 * them together the longest chain takes 1, shared out by how much each scenario matters.
 */
export interface CoreProblem {
  readonly order: PartialOrder;
  readonly scenarios: number;
  /** By element, then by scenario. */
  readonly weights: Float64Array;
}

/**
 * Sets up the planning of a core. `emphasis` says how much the durations that we know or assume matter, as against all
 * variations of them together.
 */
export function coreProblem(order: PartialOrder, steps: readonly PlannedStep[], emphasis: number): CoreProblem {
  const durationsIn = durationScenarios(order, steps);
  const scenarios = 1 + VARIATIONS;
  const weights = new Float64Array(order.size * scenarios);
  for (let scenario = 0; scenario < scenarios; scenario++) {
    const durations = durationsIn(scenario);
    const longest = longestChain(order, durations);
    const share = (scenario === 0 ? emphasis : 1 / VARIATIONS) / (emphasis + 1);
    durations.forEach((duration, element) => {
      // A step that takes next to nothing still takes its turn: the planner's sort orders rely on it.
      weights[element * scenarios + scenario] = share * Math.max(duration / longest, 1e-9);
    });
  }
  return { order, scenarios, weights };
}
