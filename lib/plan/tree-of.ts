import type { PlanTree } from './plan-tree.ts';
import type { Step } from '../template/task-template.ts';

/** A plan's tree as plain data, for `plan --json`. */
export type Tree =
  { readonly step: string } | { readonly series: readonly Tree[] } | { readonly parallel: readonly Tree[] };

/** The tree in the form that `plan --json` promises. */
export function treeOf(tree: PlanTree<Step>): Tree {
  switch (tree.kind) {
    case 'leaf':
      return { step: tree.leaf.name.value };
    case 'series':
      return { series: tree.items.map(treeOf) };
    case 'parallel':
      return { parallel: tree.branches.map(treeOf) };
  }
}
