import { at } from '../../lookup.ts';
import { type BitSet, contains } from '../../graph/bit-set.ts';
import { leaf, parallel, series, type PlanTree } from '../plan-tree.ts';

/** An element to be placed in a tree, after nothing but elements that it follows anyway. */
export interface Newcomer {
  readonly element: number;
  /** All elements before it in the order. */
  readonly before: BitSet;
  /** The elements directly before it: the more of them the tree puts before it, the better. */
  readonly predecessors: BitSet;
}

/** One way to place the newcomer in a subtree. */
interface Placement {
  /** How many of its predecessors come before it. */
  readonly kept: number;
  readonly build: () => PlanTree;
}

/** What a subtree is to the newcomer. */
interface Review {
  /** Whether it may follow the whole subtree. */
  readonly precedes: boolean;
  /** How many of its predecessors lie in the subtree. */
  readonly predecessors: number;
  readonly best: Placement;
}

/**
 * Puts an element that nothing in the tree follows into the tree, where most of its predecessors come before it. A tree of
 * sequences and parallels leaves few places: after whole branches of a parallel, or in the last item of a sequence, or
 * beside its last items. All are looked at, so no place is better.
 */
export function insertElement(tree: PlanTree, newcomer: Newcomer): PlanTree {
  const arrival = leaf(newcomer.element);
  return review(tree).best.build();

  function review(node: PlanTree): Review {
    switch (node.kind) {
      case 'leaf': {
        const precedes = contains(newcomer.before, node.leaf);
        const predecessors = contains(newcomer.predecessors, node.leaf) ? 1 : 0;
        return { precedes, predecessors, best: precedes ? after(node, predecessors) : beside(node) };
      }
      case 'series':
        return reviewSeries(node, node.items);
      case 'parallel':
        return reviewParallel(node, node.branches);
    }
  }

  function reviewSeries(node: PlanTree, items: readonly PlanTree[]): Review {
    const reviews = items.map(review);
    const predecessors = sum(reviews);
    const open = reviews.findIndex(({ precedes }) => !precedes);
    if (open === -1) return { precedes: true, predecessors, best: after(node, predecessors) };
    const before = sum(reviews.slice(0, open));
    const last = at(reviews, open).best;
    if (open === items.length - 1) {
      const build = () => series([...items.slice(0, -1), last.build()]);
      return { precedes: false, predecessors, best: { kept: before + last.kept, build } };
    }
    const build = () => series([...items.slice(0, open), parallel([series(items.slice(open)), arrival])]);
    return { precedes: false, predecessors, best: { kept: before, build } };
  }

  function reviewParallel(node: PlanTree, branches: readonly PlanTree[]): Review {
    const reviews = branches.map(review);
    const predecessors = sum(reviews);
    const precedes = reviews.every((branch) => branch.precedes);
    if (precedes) return { precedes, predecessors, best: after(node, predecessors) };
    const whole = branches.filter((_, index) => at(reviews, index).precedes && at(reviews, index).predecessors > 0);
    const kept = sum(reviews.filter((branch) => branch.precedes));
    let best: Placement = beside(node);
    if (kept > best.kept) {
      const others = branches.filter((branch) => !whole.includes(branch));
      best = { kept, build: () => parallel([...others, series([parallel(whole), arrival])]) };
    }
    reviews.forEach((branch, index) => {
      if (branch.best.kept > best.kept)
        best = { kept: branch.best.kept, build: () => parallel(branches.with(index, branch.best.build())) };
    });
    return { precedes, predecessors, best };
  }

  function after(node: PlanTree, kept: number): Placement {
    return { kept, build: () => series([node, arrival]) };
  }

  function beside(node: PlanTree): Placement {
    return { kept: 0, build: () => parallel([node, arrival]) };
  }
}

function sum(reviews: readonly Review[]): number {
  return reviews.reduce((total, { predecessors }) => total + predecessors, 0);
}
