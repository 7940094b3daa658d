import { at } from '../../lookup.ts';
import { type BitSet, bitSetOf, contains, emptyBitSet, insertAll } from '../../graph/bit-set.ts';
import { partialOrder, type PartialOrder } from '../../graph/partial-order.ts';
import { leaf, leavesOf, series, type PlanTree } from '../plan-tree.ts';
import { insertElement } from './insert-element.ts';

/** A tree that orders nothing that the order does not, and what is left of the order. */
export interface ExactPlan {
  readonly tree: PlanTree;
  /** By element: those elements that it waits for, of the ones directly before it and its others, that the tree does not put before it, ascending. */
  readonly rendezvous: readonly (readonly number[])[];
}

/**
 * Plans a partial order with at least one element without adding a wait: a tree that keeps as many of its direct relations
 * as one can find, with the others left to be met. Elements are put into the tree one by one, first to last and, in
 * another attempt, last to first; the attempt that leaves less to be met wins. A series-parallel order is kept whole.
 *
 * @param others By element: elements before it, and not directly, for which it waits itself all the same.
 */
export function planExactly(order: PartialOrder, others: readonly (readonly number[])[] = []): ExactPlan {
  const waits = order.predecessors.map((predecessors, element) =>
    [...predecessors, ...(others[element] ?? [])].sort((a, b) => a - b),
  );
  const forwards = exactPlan(waits, grow(order));
  if (countRendezvous(forwards) === 0) return forwards;
  const backwards = exactPlan(waits, reversed(grow(partialOrder(order.successors))));
  return countRendezvous(backwards) < countRendezvous(forwards) ? backwards : forwards;
}

function grow(order: PartialOrder): PlanTree {
  const [first, ...others] = order.topological;
  if (first === undefined) throw new Error('An order without elements has no plan.');
  return others.reduce<PlanTree>(
    (tree, element) =>
      insertElement(tree, {
        element,
        before: at(order.before, element),
        predecessors: bitSetOf(order.size, at(order.predecessors, element)),
      }),
    leaf(first),
  );
}

function exactPlan(waits: readonly (readonly number[])[], tree: PlanTree): ExactPlan {
  const before = relationOf(tree, waits.length);
  const rendezvous = waits.map((predecessors, element) =>
    predecessors.filter((predecessor) => !contains(at(before, element), predecessor)),
  );
  return { tree, rendezvous };
}

/** By element: all elements that a tree puts before it. */
function relationOf(tree: PlanTree, size: number): readonly BitSet[] {
  const before = Array.from({ length: size }, () => emptyBitSet(size));
  visit(tree, emptyBitSet(size));
  return before;

  function visit(node: PlanTree, sofar: BitSet): void {
    switch (node.kind) {
      case 'leaf':
        insertAll(at(before, node.leaf), sofar);
        break;
      case 'parallel':
        for (const branch of node.branches) visit(branch, sofar);
        break;
      case 'series': {
        const passed = sofar.slice();
        for (const item of node.items) {
          visit(item, passed);
          insertAll(passed, bitSetOf(size, leavesOf(item)));
        }
      }
    }
  }
}

function countRendezvous({ rendezvous }: ExactPlan): number {
  return rendezvous.reduce((sum, producers) => sum + producers.length, 0);
}

function reversed(tree: PlanTree): PlanTree {
  switch (tree.kind) {
    case 'leaf':
      return tree;
    case 'series':
      return series(tree.items.map(reversed).toReversed());
    case 'parallel':
      return { ...tree, branches: tree.branches.map(reversed) };
  }
}
