import type { StepSet } from '../plan/step-set.ts';
import type { Step } from '../template/task-template.ts';
import { leavesIn, type PartedTree } from './parted-tree.ts';

/** One item of a sequence and what the join rule makes of its place. */
export interface Place {
  readonly item: PartedTree<Step>;
  /** Steps that have completed whenever control enters the item. */
  readonly complete: Pick<StepSet, 'has'>;
  /** Whether the item before can leave this one blocked as a whole. */
  readonly canBeBlocked: boolean;
  /** Whether every step of the next item depends on every step of this one, so that a failure here blocks it whole. */
  readonly blocksNext: boolean;
}

/** How steps stand to each other when not all goes well. */
export interface Ways {
  /** By step: those of which each blocks it by failing. */
  readonly blockers: ReadonlyMap<string, StepSet>;
  /** Steps that need not complete for others to go on. */
  readonly skippable: ReadonlySet<string>;
}

/**
 * The join rule along a sequence. In a series-parallel graph each item depends wholly on the one before: a failure blocks
 * all that follows. A barrier that the graph does not imply must not spread failure: there control goes on into the next
 * item, whose steps test the dependencies that may be missing.
 */
export function placeItems(tree: PartedTree<Step>, completeAtStart: Place['complete'], ways: Ways): readonly Place[] {
  const items = tree.kind === 'series' ? tree.items : [tree];
  const places: Place[] = [];
  // Where one item after the other blocks the next, the steps of those before have completed: by name, after which item.
  let run = new Map<string, number>();
  let canBeBlocked = false;
  items.forEach((item, index) => {
    const next = items[index + 1];
    const steps = leavesIn(item);
    const blocksNext = next !== undefined && isBlockedWhole(leavesIn(next), steps, ways);
    places.push({ item, complete: completeAt(index, run, completeAtStart), canBeBlocked, blocksNext });
    // What goes on after a failure knows of no step of the run whether it has completed.
    if (blocksNext) for (const { name } of steps) run.set(name.value, index);
    else run = new Map();
    canBeBlocked = blocksNext;
  });
  return places;
}

/** Whether all the later steps are blocked whenever any of the earlier ones is not complete. */
function isBlockedWhole(later: readonly Step[], earlier: readonly Step[], { blockers, skippable }: Ways): boolean {
  if (earlier.some(({ name }) => skippable.has(name.value))) return false;
  return later.every((step) => {
    const all = blockers.get(step.name.value);
    return earlier.every(({ name }) => all?.has(name.value));
  });
}

/** A view on the run as it is at an item, since a set for each would take as much room as the square of a chain. */
function completeAt(index: number, run: ReadonlyMap<string, number>, before: Place['complete']): Place['complete'] {
  return { has: (name) => (run.get(name) ?? index) < index || before.has(name) };
}
