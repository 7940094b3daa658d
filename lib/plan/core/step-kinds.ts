import { at } from '../../lookup.ts';
import type { PartialOrder } from '../../graph/partial-order.ts';
import { hashNumbers, hashText } from './hash.ts';

/**
 * By element, a number that is the same for elements whose names differ in their digits only, such as `resize_1` and
 * `resize_2`: they are likely to do the same work.
 */
export function kindsByName(names: readonly string[]): readonly number[] {
  return names.map((name) => hashText(name.replace(/[0-9]+/g, '#')));
}

/**
 * By element, a number that is the same for elements with the same surroundings, such as the lanes of a fan-out: what lies
 * within three steps of them looks alike.
 */
export function kindsByShape(order: PartialOrder, own: readonly number[]): readonly number[] {
  let kinds = own.map((value) => hashNumbers(value));
  for (let round = 0; round < 3; round++) {
    const sorted = (elements: readonly number[]) => elements.map((element) => at(kinds, element)).sort((a, b) => a - b);
    kinds = kinds.map((kind, element) => {
      const before = sorted(at(order.predecessors, element));
      const after = sorted(at(order.successors, element));
      return hashNumbers(kind, before.length, ...before, ...after);
    });
  }
  return kinds;
}
