import { at } from '../lookup.ts';
import { bitSetOf, overlap } from './bit-set.ts';
import { componentFinder } from './components.ts';
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
 * next. A core is what neither divides; an order is series-parallel when no part of it is a core. All parts are ascending.
 */
export function divide(order: PartialOrder, elements: readonly number[]): Division {
  if (elements.length === 1) return { kind: 'single', element: at(elements, 0) };
  const sorted = elements.toSorted(ascending);
  const components = componentFinder(order)(sorted);
  if (components.length > 1) return { kind: 'parallel', parts: components };
  const parts = seriesPartsOf(order, sorted);
  return parts.length > 1 ? { kind: 'series', parts } : { kind: 'core', elements: sorted };
}

function seriesPartsOf(order: PartialOrder, elements: readonly number[]): number[][] {
  const inside = bitSetOf(order.size, elements);
  const counted = elements.map((element) => ({
    element,
    before: overlap(at(order.before, element), inside),
    after: overlap(at(order.after, element), inside),
  }));
  counted.sort((a, b) => a.before - b.before);

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
    parts.push(part.sort(ascending));
    part = [];
  }
  return parts;
}

function ascending(a: number, b: number): number {
  return a - b;
}
