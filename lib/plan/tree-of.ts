import type { Region } from './region.ts';

/** A region tree as plain data, for `plan --json`. */
export type Tree =
  { readonly step: string } | { readonly series: readonly Tree[] } | { readonly parallel: readonly Tree[] };

/** The region tree in the form that `plan --json` promises. */
export function treeOf(region: Region): Tree {
  switch (region.kind) {
    case 'step':
      return { step: region.step.name.value };
    case 'sequence':
      return { series: region.items.map(treeOf) };
    case 'parallel':
      return { parallel: region.branches.map(treeOf) };
  }
}
