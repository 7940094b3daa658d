import { elementAt, listAt } from '../../lookup.ts';
import type { Neighbours } from '../../graph/components.ts';

/** The longest chains within the last set of elements that was measured, by element, then by scenario. */
export interface ChainTimes {
  /** The longest chain that ends with an element, itself included. */
  readonly ending: Float64Array;
  /** The longest chain that starts with an element, itself included. */
  readonly starting: Float64Array;
  /** Measures a set of elements, given in an order in which each comes after all before it. */
  measure(elements: readonly number[]): void;
}

/**
 * Room for the chain times of a graph's elements. An index outside gives NaN, which no plan survives: a check in the innermost loops
 * costs a tenth of the planner's time.
 */
export function chainTimes(graph: Neighbours, weights: Float64Array, scenarios: number): ChainTimes {
  const ending = new Float64Array(weights.length);
  const starting = new Float64Array(weights.length);
  const round = new Int32Array(graph.predecessors.length);
  let current = 0;
  return { ending, starting, measure };

  function measure(elements: readonly number[]): void {
    current += 1;
    for (const element of elements) round[element] = current;
    for (let index = 0; index < elements.length; index++) {
      extend(ending, elementAt(elements, index), graph.predecessors);
    }
    for (let index = elements.length - 1; index >= 0; index--) {
      extend(starting, elementAt(elements, index), graph.successors);
    }
  }

  /** Notes the longest chain through an element: its own time after the longest of its neighbours'. */
  function extend(times: Float64Array, element: number, neighbours: readonly (readonly number[])[]): void {
    const own = element * scenarios;
    let longest = -1;
    for (const neighbour of listAt(neighbours, element)) {
      if (round[neighbour] !== current) continue;
      const other = neighbour * scenarios;
      if (longest >= 0) {
        for (let scenario = 0; scenario < scenarios; scenario++) {
          times[own + scenario] = Math.max(times[longest + scenario] ?? NaN, times[other + scenario] ?? NaN);
        }
      }
      longest = longest < 0 ? other : own;
    }
    for (let scenario = 0; scenario < scenarios; scenario++) {
      const before = longest < 0 ? 0 : (times[longest + scenario] ?? NaN);
      times[own + scenario] = before + (weights[own + scenario] ?? NaN);
    }
  }
}

/** The sum over the scenarios, by element. */
export function sumScenarios(values: Float64Array, scenarios: number): Float64Array {
  const sums = new Float64Array(values.length / scenarios);
  for (let element = 0; element < sums.length; element++) {
    let sum = 0;
    for (let scenario = 0; scenario < scenarios; scenario++) sum += values[element * scenarios + scenario] ?? NaN;
    sums[element] = sum;
  }
  return sums;
}
