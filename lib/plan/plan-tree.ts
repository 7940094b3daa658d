import { at } from '../lookup.ts';

/**
 * The shape in which leaves run: nested series and parallels. No series lies directly in a series, no parallel directly in a
 * parallel, and neither has fewer than two children. The planner's leaves are elements of a partial order, a finished plan's
 * are steps. Branches are sorted by their smallest leaf, so that the order of steps in the file does not matter. Equal plans
 * are equal values.
 */
export type PlanTree<Leaf = number> =
  | {
      readonly kind: 'leaf';
      /** What runs. */
      readonly leaf: Leaf;
    }
  | {
      readonly kind: 'series';
      /** What runs one after the other, in order. */
      readonly items: readonly PlanTree<Leaf>[];
    }
  | {
      readonly kind: 'parallel';
      /** What runs at the same time. */
      readonly branches: readonly PlanTree<Leaf>[];
    };

export function leaf<Leaf>(value: Leaf): PlanTree<Leaf> {
  return { kind: 'leaf', leaf: value };
}

/** One tree after the other; at least one. */
export function series(items: readonly PlanTree[]): PlanTree {
  if (items.length === 1) return at(items, 0);
  return { kind: 'series', items: items.flatMap((item) => (item.kind === 'series' ? item.items : [item])) };
}

/** Trees beside each other, sorted by their smallest element; at least one. */
export function parallel(branches: readonly PlanTree[]): PlanTree {
  if (branches.length === 1) return at(branches, 0);
  const flat = branches.flatMap((branch) => (branch.kind === 'parallel' ? branch.branches : [branch]));
  return { kind: 'parallel', branches: flat.toSorted((a, b) => smallestOf(a) - smallestOf(b)) };
}

/** The smallest elements that have been found: the planner puts trees together from the same ones all the time. */
const smallest = new WeakMap<PlanTree, number>();

function smallestOf(tree: PlanTree): number {
  if (tree.kind === 'leaf') return tree.leaf;
  const known = smallest.get(tree);
  if (known !== undefined) return known;
  const parts = tree.kind === 'series' ? tree.items : tree.branches;
  const found = parts.reduce((least, part) => Math.min(least, smallestOf(part)), Infinity);
  smallest.set(tree, found);
  return found;
}

/** The leaves of a tree, in tree order. */
export function leavesOf<Leaf>(tree: PlanTree<Leaf>): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect(tree);
  return leaves;

  // One list for the whole tree: the planner asks for leaves all the time.
  function collect(part: PlanTree<Leaf>): void {
    switch (part.kind) {
      case 'leaf':
        leaves.push(part.leaf);
        break;
      case 'series':
        part.items.forEach(collect);
        break;
      case 'parallel':
        part.branches.forEach(collect);
    }
  }
}

/** The same tree with another leaf in the place of each. The order of leaves must be the same. */
export function mapLeaves<From, To>(tree: PlanTree<From>, map: (leaf: From) => To): PlanTree<To> {
  switch (tree.kind) {
    case 'leaf':
      return leaf(map(tree.leaf));
    case 'series':
      return { kind: 'series', items: tree.items.map((item) => mapLeaves(item, map)) };
    case 'parallel':
      return { kind: 'parallel', branches: tree.branches.map((branch) => mapLeaves(branch, map)) };
  }
}
