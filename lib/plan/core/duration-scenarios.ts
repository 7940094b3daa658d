import { at } from '../../lookup.ts';
import type { PartialOrder } from '../../graph/partial-order.ts';
import type { PlannedStep } from '../planned-step.ts';
import { hashNumbers, hashText } from './hash.ts';
import { kindsByName, kindsByShape } from './step-kinds.ts';

/** The middles of 32 equally likely ranges of a lognormal distribution with sigma 1, in thousandths of its median. */
const QUANTILES = [
  116, 184, 235, 282, 328, 374, 421, 469, 520, 573, 630, 690, 756, 827, 905, 992, 1008, 1105, 1209, 1323, 1449, 1588,
  1745, 1924, 2131, 2375, 2672, 3047, 3550, 4255, 5432, 8588,
] as const;

/** How much of that distribution a duration is assumed to vary by, in percent, when it is known and when it is not. */
const SPREAD = { known: 30, unknown: 100 } as const;

/** How much of it steps of one kind differ from each other, in percent, in the scenarios in which kinds vary. */
const SPREAD_WITHIN_KIND = 30;

/**
 * Makes the durations that steps might really have, by scenario: 0 is what we know or assume, every other number a
 * variation of it, the same on every machine. In half of the variations each step varies by itself; in the others steps
 * of one kind vary together, since in real workflows they do.
 */
export function durationScenarios(order: PartialOrder, steps: readonly PlannedStep[]): (scenario: number) => number[] {
  const own = steps.map(({ name }) => hashText(name));
  const byName = kindsByName(steps.map(({ name }) => name));
  const byShape = kindsByShape(order, steps.map(({ duration }) => duration)); // prettier-ignore

  return (scenario) => {
    if (scenario === 0) return steps.map(({ duration }) => duration);
    return steps.map(({ duration, known }, element) => {
      const factor = shrink(factorOf(scenario, element), known ? SPREAD.known : SPREAD.unknown);
      return Math.max(1, Math.floor((duration * factor) / 1000));
    });
  };

  function factorOf(scenario: number, element: number): number {
    if (scenario % 2 === 1) return quantile(1, scenario, at(own, element));
    const kinds = scenario % 4 === 0 ? byName : byShape;
    const within = shrink(quantile(3, scenario, at(own, element)), SPREAD_WITHIN_KIND);
    return (quantile(2, scenario, at(kinds, element)) * within) / 1000;
  }
}

function quantile(...key: readonly number[]): number {
  return at(QUANTILES, hashNumbers(...key) & 31);
}

/** A factor in thousandths, brought nearer to 1. */
function shrink(factor: number, percent: number): number {
  return 1000 + Math.trunc(((factor - 1000) * percent) / 100);
}
