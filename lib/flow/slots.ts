import { shortHash } from '../contract/short-hash.ts';
import { at, lookUp } from '../lookup.ts';
import type { PlanTree } from '../plan/plan-tree.ts';
import type { Step } from '../template/task-template.ts';
import { entriesOf, type Delivery } from './deliveries.ts';

/**
 * Where the entries of settled steps lie. Each line of blocks writes to a container of its depth. A branch returns its
 * container alone, and the group keeps the branches' array in the container above; so the slot of every entry is known here
 * and nothing is merged at run time.
 */
export interface Slot {
  readonly container: Line | Slot;
  readonly member: string;
  /** Which item of the member's array: the branch of a group, or the instance of a step that has many. */
  readonly index?: number;
}

/** What a line of blocks holds at its depth: the entries that its branch returns, or what ends with it. */
export interface Line {
  readonly depth: number;
  readonly holds: 'entries' | 'received';
}

export function lineAt(depth: number): Line {
  return { depth, holds: 'entries' };
}

/** The steps that lead the branches of a group: what it is named after. No two groups share all of theirs. */
export function leadsOf(branches: readonly PlanTree<Step>[]): readonly string[] {
  return branches.map(leadOf);
}

function leadOf(tree: PlanTree<Step>): string {
  switch (tree.kind) {
    case 'leaf':
      return tree.leaf.name.value;
    case 'series':
      return leadOf(at(tree.items, 0));
    case 'parallel':
      return leadOf(at(tree.branches, 0));
  }
}

/** The member that holds what the branches of a group return; an identifier, since not every engine reads quoted names. */
export function groupMember(leads: readonly string[]): string {
  return `parallel_${shortHash(leads.join('\n'))}`;
}

/** Where a step that waits, in a line of this depth, keeps the entries that it received. */
export function receivedSlot(step: string, { outlivesBranch }: Delivery, depth: number): Slot {
  return receivedIn(outlivesBranch ? lineAt(depth) : { depth, holds: 'received' }, step);
}

function receivedIn(container: Line | Slot, step: string): Slot {
  return { container, member: `received_${shortHash(step)}` };
}

/** The slots of a tree's steps once control has passed it, by step name, in tree order. */
export function slotsAfter(tree: PlanTree<Step>, line: Line): ReadonlyMap<string, Slot> {
  return new Map(containersOf(tree, line).map(({ step, container }) => [step, { container, member: step }]));
}

/** The slots of received entries that branches bring along when they join, by step name. */
export function receivedAfter(
  tree: PlanTree<Step>,
  line: Line,
  deliveries: ReadonlyMap<string, Delivery>,
): ReadonlyMap<string, Slot> {
  return new Map(
    containersOf(tree, line).flatMap(({ step, container }) => {
      const delivery = deliveries.get(step);
      if (delivery === undefined || !delivery.outlivesBranch) return [];
      const received = receivedIn(container, step);
      return entriesOf(delivery).map((name): [string, Slot] => [name, { container: received, member: name }]);
    }),
  );
}

/** The steps of a tree, each with the container that holds its entry. */
function containersOf(
  tree: PlanTree<Step>,
  container: Line | Slot,
): readonly { readonly step: string; readonly container: Line | Slot }[] {
  switch (tree.kind) {
    case 'leaf':
      return [{ step: tree.leaf.name.value, container }];
    case 'series':
      return tree.items.flatMap((item) => containersOf(item, container));
    case 'parallel': {
      const member = groupMember(leadsOf(tree.branches));
      return tree.branches.flatMap((branch, index) => containersOf(branch, { container, member, index }));
    }
  }
}

/** The slots that a line of blocks can read: those of the lines around it, and those that it has filled so far. */
export class VisibleSlots {
  readonly #around: VisibleSlots | undefined;
  readonly #own = new Map<string, Slot>();

  constructor(around?: VisibleSlots) {
    this.#around = around;
  }

  add(slots: Iterable<readonly [step: string, slot: Slot]>): void {
    for (const [step, slot] of slots) this.#own.set(step, slot);
  }

  /** @throws Error when the entry cannot be read here. */
  of(step: string): Slot {
    const own = this.#own.get(step);
    if (own !== undefined) return own;
    return this.#around === undefined ? lookUp(this.#own, step) : this.#around.of(step);
  }
}
