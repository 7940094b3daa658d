import { bitSetOf, contains, overlap } from './bit-set.ts';
import type { PartialOrder } from './partial-order.ts';

/** How a set of elements falls apart: at once, into parts beside or after each other, or not at all. */
export type Division =
  | { readonly kind: 'single'; readonly element: number }
  | { readonly kind: 'parallel'; readonly parts: readonly (readonly number[])[] }
  | { readonly kind: 'series'; readonly parts: readonly (readonly number[])[] }
  | { readonly kind: 'core'; readonly elements: readonly number[] };

/**
 * Divides a convex set of elements (with two elements it holds all between them): into its connected components if there
 * are several, else into the longest series of parts in which every element of a part is before every element of the
 * next. A core is what neither divides; an order is series-parallel when no part of it is a core.
 */
export function divide(order: PartialOrder, elements: readonly number[]): Division {
  if (elements.length === 1) return { kind: 'single', element: elements[0]! };
  const components = componentsOf(order, elements);
  if (components.length > 1) return { kind: 'parallel', parts: components };
  const parts = seriesPartsOf(order, elements);
  return parts.length > 1 ? { kind: 'series', parts } : { kind: 'core', elements };
}

/** The connected components of a convex set, each ascending, sorted by their smallest element. */
export function componentsOf(order: PartialOrder, elements: readonly number[]): number[][] {
  const inside = bitSetOf(order.size, elements);
  const found = new Uint8Array(order.size);
  const components: number[][] = [];
  for (const start of elements.toSorted((a, b) => a - b)) {
    if (found[start]) continue;
    found[start] = 1;
    const component = [start];
    for (const element of component) {
      for (const neighbours of [order.predecessors[element]!, order.successors[element]!]) {
        for (const neighbour of neighbours) {
          if (found[neighbour] || !contains(inside, neighbour)) continue;
          found[neighbour] = 1;
          component.push(neighbour);
        }
      }
    }
    components.push(component.sort((a, b) => a - b));
  }
  return components;
}

function seriesPartsOf(order: PartialOrder, elements: readonly number[]): number[][] {
  const inside = bitSetOf(order.size, elements);
  const counted = elements.map((element) => ({
    element,
    before: overlap(order.before[element]!, inside),
    after: overlap(order.after[element]!, inside),
  }));
  counted.sort((a, b) => a.before - b.before || order.level[a.element]! - order.level[b.element]!);

  // A cut lies behind k elements when they are all before all the others: then the relations that leave them are k × rest.
  const parts: number[][] = [];
  let part: number[] = [];
  let taken = 0;
  let leaving = 0;
  for (const { element, before, after } of counted) {
    part.push(element);
    taken += 1;
    leaving += after - before;
    if (leaving !== taken * (elements.length - taken)) continue;
    parts.push(part.sort((a, b) => a - b));
    part = [];
  }
  return parts;
}
