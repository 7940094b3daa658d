import { at, elementAt, numberAt } from '../../lookup.ts';
import { componentFinder } from '../../graph/components.ts';
import { leaf, parallel, series, type PlanTree } from '../plan-tree.ts';
import { chainTimes } from './chain-times.ts';
import type { CoreProblem } from './core-problem.ts';
import { cutsOf, promisingCuts } from './cuts.ts';

/** A plan of a core that was found, and what it took to find it. */
export interface FoundPlan {
  /** How long the plan takes, over all scenarios; 1 at least. */
  readonly cost: number;
  /** Elements looked at, times scenarios. */
  readonly work: number;
  readonly build: () => PlanTree;
}

/** How many cuts to try of each list of elements: this many by each of two measures. */
const BREADTH = 4;

/** Below this many times the work of looking at a list once, there is no use in trying more than one cut. */
const WORTH_A_CHOICE = 4;

/** What looking at an element costs beside its scenarios, in scenarios. */
const OVERHEAD = 8;

/** The best plan known of a part of the core: a single element, or one set of parts after another. */
interface Part {
  readonly times: Float64Array;
  readonly cost: number;
  readonly content: number | { readonly first: readonly Part[]; readonly second: readonly Part[] };
}

/**
 * Finds a good plan among those that agree with a linear order of the core's elements, by dynamic programming. A connected
 * part of the core must be cut in two somewhere; the parts of what lies before and behind the cut are planned by themselves.
 * A part is known by its first and last element in the linear order, so there are not many. `allowance` bounds the work: it
 * is shared out among the parts of a part by their size, and a part with too little of it gets the cut that looks best.
 */
export function planAlong(problem: CoreProblem, linear: readonly number[], allowance: number): FoundPlan {
  const { scenarios } = problem;
  const { graph, weights } = renumber(problem, linear);
  const times = chainTimes(graph, weights, scenarios);
  const componentsOf = componentFinder(graph);
  const known = new Map<number, Part>();
  let work = 0;

  const whole = solve([...linear.keys()], allowance);
  return { cost: whole.cost, work, build: () => build(whole) };

  function solve(elements: readonly number[], allowed: number): Part {
    const key = elementAt(elements, 0) * linear.length + elementAt(elements, elements.length - 1);
    let part = known.get(key);
    if (part === undefined) {
      part = elements.length === 1 ? single(elementAt(elements, 0)) : cut(elements, allowed);
      known.set(key, part);
    }
    return part;
  }

  function single(element: number): Part {
    const own = weights.subarray(element * scenarios, (element + 1) * scenarios);
    return { times: own, cost: sum(own), content: element };
  }

  function cut(elements: readonly number[], allowed: number): Part {
    const effort = elements.length * (scenarios + OVERHEAD);
    work += effort;
    times.measure(elements);
    const breadth = allowed < WORTH_A_CHOICE * effort ? 1 : BREADTH;
    const cuts = promisingCuts(cutsOf(elements, times, scenarios), breadth);
    // Parts come up again and again, so that the work for one cut serves the others too: half of it, as experience has it.
    const share = (allowed - effort) / Math.min(2, cuts.length) / elements.length;
    let best: Part | undefined;
    for (const { size, bound, second: atLeast } of cuts) {
      if (best !== undefined && bound >= best.cost) break;
      const planned = (part: readonly number[]) => solve(part, share * part.length);
      const first = componentsOf(elements.slice(0, size)).map(planned);
      const total = longestOf(first);
      if (best !== undefined && sum(total) + atLeast >= best.cost) continue;
      const second = componentsOf(elements.slice(size)).map(planned);
      addTo(total, longestOf(second));
      const cost = sum(total);
      if (best === undefined || cost < best.cost) best = { times: total, cost, content: { first, second } };
    }
    if (best === undefined) throw new Error('Two elements and more can be cut.');
    return best;
  }

  function longestOf(parts: readonly Part[]): Float64Array {
    const longest = new Float64Array(scenarios);
    for (const part of parts) {
      for (let scenario = 0; scenario < scenarios; scenario++) {
        longest[scenario] = Math.max(numberAt(longest, scenario), numberAt(part.times, scenario));
      }
    }
    return longest;
  }

  function build({ content }: Part): PlanTree {
    if (typeof content === 'number') return leaf(at(linear, content));
    return series([parallel(content.first.map(build)), parallel(content.second.map(build))]);
  }
}

/** The problem with its elements numbered by their place in a linear order. */
function renumber({ order, scenarios, weights }: CoreProblem, linear: readonly number[]) {
  const place = new Int32Array(order.size);
  linear.forEach((element, index) => (place[element] = index));
  const places = (elements: readonly number[]) => elements.map((element) => at(place, element));
  const renumbered = new Float64Array(weights.length);
  linear.forEach((element, index) => {
    renumbered.set(weights.subarray(element * scenarios, (element + 1) * scenarios), index * scenarios);
  });
  return {
    graph: {
      predecessors: linear.map((element) => places(at(order.predecessors, element))),
      successors: linear.map((element) => places(at(order.successors, element))),
    },
    weights: renumbered,
  };
}

function addTo(target: Float64Array, values: Float64Array): void {
  for (let index = 0; index < target.length; index++) target[index] = numberAt(target, index) + numberAt(values, index);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += numberAt(values, index);
  return total;
}
