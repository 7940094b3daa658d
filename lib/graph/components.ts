import { outside } from '../lookup.ts';

/** A graph by its elements' neighbours, before and after. */
export interface Neighbours {
  readonly predecessors: readonly (readonly number[])[];
  readonly successors: readonly (readonly number[])[];
}

/**
 * Makes the function that finds the connected components of a set of elements, whatever the direction of the edges.
 * Components come in the order of their first elements, and keep the order of their elements. Made once per graph, since
 * it reuses its marks: the planner asks this of hundreds of thousands of sets.
 */
export function componentFinder({ predecessors, successors }: Neighbours): (elements: readonly number[]) => number[][] {
  const UNSEEN = -2;
  const SEEN = -1;
  const label = new Int32Array(predecessors.length).fill(SEEN);

  return (elements) => {
    for (const element of elements) label[element] = UNSEEN;
    let count = 0;
    for (const start of elements) {
      if (label[start] !== UNSEEN) continue;
      label[start] = count;
      const open = [start];
      for (let element = open.pop(); element !== undefined; element = open.pop()) {
        enter(predecessors[element] ?? outside(predecessors, element), count, open);
        enter(successors[element] ?? outside(successors, element), count, open);
      }
      count += 1;
    }
    const components: number[][] = Array.from({ length: count }, () => []);
    for (const element of elements) {
      const component = label[element] ?? SEEN;
      (components[component] ?? outside(components, component)).push(element);
      label[element] = SEEN;
    }
    return components;
  };

  function enter(neighbours: readonly number[], component: number, open: number[]): void {
    for (const neighbour of neighbours) {
      if (label[neighbour] !== UNSEEN) continue;
      label[neighbour] = component;
      open.push(neighbour);
    }
  }
}
