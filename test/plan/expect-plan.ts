import { expect } from 'vitest';
import { elementsOf } from '../../lib/graph/bit-set.ts';
import type { PartialOrder } from '../../lib/graph/partial-order.ts';
import { leavesOf, type PlanTree } from '../../lib/plan/plan-tree.ts';

/** Expects a tree to be a plan of an order: well formed, with every element once, and each after all before it. */
export function expectPlan(tree: PlanTree, order: PartialOrder): void {
  expectWellFormed(tree);
  expect(leavesOf(tree).toSorted((a, b) => a - b)).toEqual([...Array(order.size).keys()]);
  const inPlan = relationOf(tree, order.size);
  for (let later = 0; later < order.size; later++) {
    for (const earlier of order.predecessors[later]!) {
      if (!inPlan.has(earlier * order.size + later)) expect.fail(`${later} does not wait for ${earlier}`);
    }
  }
}

/** How many pairs of elements run one after the other in a plan, and how many must. */
export function relationsOf(tree: PlanTree, order: PartialOrder): { readonly plan: number; readonly order: number } {
  const must = order.before.reduce((count, before) => count + elementsOf(before).length, 0);
  return { plan: relationOf(tree, order.size).size, order: must };
}

export function expectWellFormed(tree: PlanTree): void {
  if (tree.kind === 'leaf') return;
  const parts = tree.kind === 'series' ? tree.items : tree.branches;
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    expect(part.kind).not.toBe(tree.kind);
    expectWellFormed(part);
  }
  if (tree.kind === 'parallel') {
    const smallest = parts.map((part) => Math.min(...leavesOf(part)));
    expect(smallest).toEqual(smallest.toSorted((a, b) => a - b));
  }
}

/** The pairs of elements of which one waits for the other, each as one number. */
export function relationOf(tree: PlanTree, size: number): ReadonlySet<number> {
  const pairs = new Set<number>();
  visit(tree);
  return pairs;

  function visit(part: PlanTree): void {
    if (part.kind === 'leaf') return;
    const parts = part.kind === 'series' ? part.items : part.branches;
    parts.forEach(visit);
    if (part.kind === 'parallel') return;
    const before: number[] = [];
    for (const item of part.items) {
      const leaves = leavesOf(item);
      for (const later of leaves) for (const earlier of before) pairs.add(earlier * size + later);
      before.push(...leaves);
    }
  }
}
