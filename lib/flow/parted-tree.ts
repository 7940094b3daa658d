import { at } from '../lookup.ts';

/**
 * A plan tree of which parts run in executions of their own. Such a part is a branch that has no other beside it: what it can read, and
 * what it leaves, is as with a branch of a Parallel.
 */
export type PartedTree<Leaf> =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'series'; readonly items: readonly PartedTree<Leaf>[] }
  | { readonly kind: 'parallel'; readonly branches: readonly PartedTree<Leaf>[] }
  | {
      readonly kind: 'child';
      /** What runs in the execution. */
      readonly body: PartedTree<Leaf>;
    };

/** The leaves of a tree, in tree order. */
export function leavesIn<Leaf>(tree: PartedTree<Leaf>): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect(tree);
  return leaves;

  function collect(part: PartedTree<Leaf>): void {
    switch (part.kind) {
      case 'leaf':
        leaves.push(part.leaf);
        break;
      case 'series':
        part.items.forEach(collect);
        break;
      case 'parallel':
        part.branches.forEach(collect);
        break;
      case 'child':
        collect(part.body);
    }
  }
}

/** The first leaf of a tree, and the last one. No two parts of a tree that run by themselves share both. */
export function endsOf<Leaf>(tree: PartedTree<Leaf>): { readonly first: Leaf; readonly last: Leaf } {
  const leaves = leavesIn(tree);
  return { first: at(leaves, 0), last: at(leaves, leaves.length - 1) };
}

/** Whether some part of a tree runs in an execution of its own. */
export function hasPart<Leaf>(tree: PartedTree<Leaf>): boolean {
  switch (tree.kind) {
    case 'leaf':
      return false;
    case 'series':
      return tree.items.some(hasPart);
    case 'parallel':
      return tree.branches.some(hasPart);
    case 'child':
      return true;
  }
}
