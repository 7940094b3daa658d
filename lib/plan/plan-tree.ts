/** A plan on the elements of a partial order: what `Region` is on steps. Equal plans are equal values. */
export type PlanTree =
  | { readonly kind: 'leaf'; readonly element: number }
  | { readonly kind: 'series'; readonly items: readonly PlanTree[] }
  | { readonly kind: 'parallel'; readonly branches: readonly PlanTree[] };

export function leaf(element: number): PlanTree {
  return { kind: 'leaf', element };
}

/** One tree after the other; at least one. */
export function series(items: readonly PlanTree[]): PlanTree {
  if (items.length === 1) return items[0]!;
  return { kind: 'series', items: items.flatMap((item) => (item.kind === 'series' ? item.items : [item])) };
}

/** Trees beside each other, sorted by their smallest element; at least one. */
export function parallel(branches: readonly PlanTree[]): PlanTree {
  if (branches.length === 1) return branches[0]!;
  const flat = branches.flatMap((branch) => (branch.kind === 'parallel' ? branch.branches : [branch]));
  const keyed = flat.map((branch) => ({ branch, smallest: Math.min(...leavesOf(branch)) }));
  return { kind: 'parallel', branches: keyed.sort((a, b) => a.smallest - b.smallest).map(({ branch }) => branch) };
}

/** The elements of a tree, in tree order. */
export function leavesOf(tree: PlanTree): readonly number[] {
  switch (tree.kind) {
    case 'leaf':
      return [tree.element];
    case 'series':
      return tree.items.flatMap(leavesOf);
    case 'parallel':
      return tree.branches.flatMap(leavesOf);
  }
}

/** The same tree with `elements[i]` in the place of element i; `elements` must be ascending. */
export function renumberLeaves(tree: PlanTree, elements: readonly number[]): PlanTree {
  switch (tree.kind) {
    case 'leaf':
      return leaf(elements[tree.element]!);
    case 'series':
      return { ...tree, items: tree.items.map((item) => renumberLeaves(item, elements)) };
    case 'parallel':
      return { ...tree, branches: tree.branches.map((branch) => renumberLeaves(branch, elements)) };
  }
}
