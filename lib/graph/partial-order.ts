import { at } from '../lookup.ts';
import { type BitSet, contains, emptyBitSet, insert, insertAll } from './bit-set.ts';

/** A finite partial order on the elements 0 … size − 1, with everything that the planner asks of it worked out once. */
export interface PartialOrder {
  readonly size: number;
  /** By element: the elements directly before it, those that no other element implies (transitive reduction), ascending. */
  readonly predecessors: readonly (readonly number[])[];
  /** By element: the elements directly after it, ascending. */
  readonly successors: readonly (readonly number[])[];
  /** By element: all elements before it. */
  readonly before: readonly BitSet[];
  /** By element: all elements after it. */
  readonly after: readonly BitSet[];
  /** By element: how many elements lie on the longest chain that ends just before it. */
  readonly level: readonly number[];
  /** All elements by level, then by number: each comes after all that are before it. */
  readonly topological: readonly number[];
}

/**
 * The partial order that `relation` generates: by element, some of the elements before it, in any order and with any
 * redundancy. Two relations that generate the same order give equal values.
 *
 * @throws Error when the relation has a cycle.
 */
export function partialOrder(relation: readonly (readonly number[])[]): PartialOrder {
  const size = relation.length;
  const sorted = sortByLevel(relation);
  const before = relation.map(() => emptyBitSet(size));
  const after = relation.map(() => emptyBitSet(size));
  const predecessors: number[][] = relation.map(() => []);
  const successors: number[][] = relation.map(() => []);

  for (const element of sorted.topological) {
    // The nearest first: whatever a nearer one implies is already in the set when its turn comes.
    const nearestFirst = [...new Set(relation[element])].sort((a, b) => at(sorted.level, b) - at(sorted.level, a));
    for (const candidate of nearestFirst) {
      if (contains(at(before, element), candidate)) continue;
      at(predecessors, element).push(candidate);
      insertAll(at(before, element), at(before, candidate));
      insert(at(before, element), candidate);
    }
    at(predecessors, element).sort((a, b) => a - b);
  }
  for (let element = 0; element < size; element++) {
    for (const predecessor of at(predecessors, element)) at(successors, predecessor).push(element);
  }
  for (const element of sorted.topological.toReversed()) {
    for (const successor of at(successors, element)) {
      insertAll(at(after, element), at(after, successor));
      insert(at(after, element), successor);
    }
  }
  return { size, predecessors, successors, before, after, ...sorted };
}

function sortByLevel(relation: readonly (readonly number[])[]): { level: number[]; topological: number[] } {
  const followers: number[][] = relation.map(() => []);
  const waitingFor = relation.map((predecessors) => predecessors.length);
  relation.forEach((predecessors, element) => predecessors.forEach((p) => at(followers, p).push(element)));

  const level = relation.map(() => 0);
  const topological = [...relation.keys()].filter((element) => waitingFor[element] === 0);
  for (const element of topological) {
    for (const follower of at(followers, element)) {
      level[follower] = Math.max(at(level, follower), at(level, element) + 1);
      const waiting = at(waitingFor, follower) - 1;
      waitingFor[follower] = waiting;
      if (waiting === 0) topological.push(follower);
    }
  }
  if (topological.length < relation.length) throw new Error('A partial order has no cycles.');
  return { level, topological: topological.sort((a, b) => at(level, a) - at(level, b) || a - b) };
}
