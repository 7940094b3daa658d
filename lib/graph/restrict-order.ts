import { at } from '../lookup.ts';
import { partialOrder, type PartialOrder } from './partial-order.ts';

/** The order on a convex set of elements alone, numbered anew: element i of the result is `elements[i]`. */
export function restrictOrder(order: PartialOrder, elements: readonly number[]): PartialOrder {
  const renumbered = new Map(elements.map((element, index) => [element, index]));
  return partialOrder(
    elements.map((element) =>
      at(order.predecessors, element).flatMap((predecessor) => renumbered.get(predecessor) ?? []),
    ),
  );
}
