import { leavesOf, type PlanTree } from '../plan/plan-tree.ts';
import type { Step } from '../template/task-template.ts';

/** One item of a sequence and what the join rule makes of its place. */
export interface Place {
  readonly item: PlanTree<Step>;
  /** Steps that have completed whenever control enters the item. */
  readonly complete: ReadonlySet<string>;
  /** Whether the item before can leave this one blocked as a whole. */
  readonly canBeBlocked: boolean;
  /** Whether every step of the next item depends on every step of this one, so that a failure here blocks it whole. */
  readonly blocksNext: boolean;
}

/** How steps stand to each other when not all goes well. */
export interface Ways {
  /** By step: those of which each blocks it by failing. */
  readonly blockers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Steps that need not complete for others to go on. */
  readonly skippable: ReadonlySet<string>;
}

/**
 * The join rule along a sequence. In a series-parallel graph each item depends wholly on the one before: a failure blocks
 * all that follows. A barrier that the graph does not imply must not spread failure: there control goes on into the next
 * item, whose steps test the dependencies that may be missing.
 */
export function placeItems(tree: PlanTree<Step>, completeAtStart: ReadonlySet<string>, ways: Ways): readonly Place[] {
  const items = tree.kind === 'series' ? tree.items : [tree];
  const places: Place[] = [];
  let complete = completeAtStart;
  // What has surely completed on the ways that lead to the item being blocked; undefined when there is no such way.
  let completeIfBlocked: ReadonlySet<string> | undefined;
  items.forEach((item, index) => {
    const next = items[index + 1];
    const steps = leavesOf(item);
    const blocksNext = next !== undefined && isBlockedWhole(leavesOf(next), steps, ways);
    places.push({ item, complete, canBeBlocked: completeIfBlocked !== undefined, blocksNext });
    const afterFailure = completeIfBlocked === undefined ? complete : intersection(complete, completeIfBlocked);
    complete = blocksNext ? union(complete, steps) : afterFailure;
    completeIfBlocked = blocksNext ? afterFailure : undefined;
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

function union(names: ReadonlySet<string>, steps: readonly Step[]): ReadonlySet<string> {
  return new Set([...names, ...steps.map((step) => step.name.value)]);
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((name) => b.has(name)));
}
