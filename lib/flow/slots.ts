import { shortHash } from '../contract/short-hash.ts';
import { at, lookUp } from '../lookup.ts';
import type { Step } from '../template/task-template.ts';
import type { Delivery } from './deliveries.ts';
import { endsOf, leavesIn, type PartedTree } from './parted-tree.ts';

/**
 * Where the entry of a settled step lies. Its address is the same before, within and after the branches around it, unless these lie deep in
 * one another (see `meanwhile` of `AllBlock`): a group has a
 * container, with one for each of its branches, which alone the branch returns; a branch of one step returns its entry. So the slot of every entry is known here, nothing is
 * merged at run time, and a branch that is run again finds what it left.
 */
export interface Slot {
  readonly container: Line | Slot;
  readonly member: string;
}

/** What a machine, an iteration or a branch holds: the entries that it returns, or what ends with it. */
export interface Line {
  /** How many branches or iterations are around it. */
  readonly depth: number;
  readonly holds: 'entries' | 'received';
}

/** The entries of the machine itself, of which each group within holds a part. */
export const MACHINE_ENTRIES: Line = { depth: 0, holds: 'entries' };
/** What an iteration of a batch leaves. It reads the entries of the machine elsewhere. */
export const ITERATION_ENTRIES: Line = { depth: 1, holds: 'entries' };

/** The steps that lead the branches of a group: what it is named after. No two groups share all of theirs. */
export function leadsOf(branches: readonly PartedTree<Step>[]): readonly string[] {
  return branches.map(leadOf);
}

function leadOf(tree: PartedTree<Step>): string {
  switch (tree.kind) {
    case 'leaf':
      return tree.leaf.name.value;
    case 'series':
      return leadOf(at(tree.items, 0));
    case 'parallel':
      return leadOf(at(tree.branches, 0));
    case 'child':
      return leadOf(tree.body);
  }
}

/** How many containers there are around an entry. */
export function depthOf({ container }: Slot): number {
  return 'member' in container ? depthOf(container) + 1 : 1;
}

/** How many containers lie in one another, at most, in which entries lie. */
export function levelsOf(slots: ReadonlyMap<string, Slot>): number {
  return [...slots.values()].reduce((most, slot) => Math.max(most, depthOf(slot)), 0);
}

/** The keys of a container and of those around it. */
export function keysAround(inner: Slot['container']): ReadonlySet<string> {
  const around = new Set<string>();
  for (let container = inner; ; container = container.container) {
    around.add(keyOf(container));
    if (!('member' in container)) return around;
  }
}

/**
 * What lies beside a container, or beside one of those around it, and holds a slot: the outermost of the containers that do, or the slot.
 *
 * @param around The {@link keysAround} of the container.
 */
export function outermost(slot: Slot, around: ReadonlySet<string>): Slot {
  let found = slot;
  while ('member' in found.container && !around.has(keyOf(found.container))) found = found.container;
  return found;
}

/** Keys that have been made: many slots lie in the same containers, and these in one another. */
const keys = new WeakMap<Line | Slot, string>();

/** The same text for the same container, and for no other. */
export function keyOf(container: Line | Slot): string {
  const known = keys.get(container);
  if (known !== undefined) return known;
  const key =
    'member' in container
      ? `${keyOf(container.container)}\n${container.member}`
      : `${container.holds} ${container.depth}`;
  keys.set(container, key);
  return key;
}

/** What the members of containers are called. */
export interface MemberNames {
  /** What the branches of a group return, by the steps that lead them. */
  readonly group: (leads: readonly string[]) => string;
  /** What an execution returns that runs a part of the task, by its first step and its last one. */
  readonly child: (first: string, last: string) => string;
  /** Beside what such an execution returns: after how many redrives it did last. */
  readonly returned: string;
  /** In a group: what one of its branches returns, a container or, of a single step, its entry. */
  readonly branch: (branch: PartedTree<Step>, index: number) => BranchMember;
  /** What a step that waits has received. */
  readonly received: (step: string) => string;
  /** What those names begin with, and no others. */
  readonly receivedPrefix: string;
  /** In there: what one of those has brought for whom it waits. */
  readonly brought: (index: number) => string;
}

/** What a branch returns. */
export interface BranchMember {
  readonly member: string;
  /** Whether it is a container of entries, rather than an entry. */
  readonly isContainer: boolean;
}

/**
 * Names that no step has: identifiers, since not every engine reads quoted ones, that begin as no step's name does.
 *
 * @param waiting Steps that wait for others at a rendezvous: what they receive lies beside their entries.
 */
export function memberNames(tree: PartedTree<Step>, waiting: ReadonlySet<string>): MemberNames {
  const leaves = leavesIn(tree).map(({ name }) => name.value);
  const steps = leaves.toSorted();
  const group = unusedPrefix('p_', steps);
  const hashOf = shortHashes(groupsOf(tree));
  const child = unusedPrefix('c_', steps);
  const branch = unusedPrefix(
    'b',
    steps.filter((name) => /^b_*\d+$/.test(name)),
  );
  const received = unusedPrefix('received_', steps);
  return {
    group: (leads) => group + hashOf(leads.join('\n')),
    branch: (tree, index) => {
      const name = tree.kind === 'leaf' ? tree.leaf.name.value : undefined;
      // The branch that comes first of all brings what others have left, once the execution is redriven: see `redriveState`.
      const isContainer = name === undefined || name === leaves[0] || waiting.has(name);
      return { member: isContainer ? `${branch}${index}` : name, isContainer };
    },
    child: (first, last) => child + shortHash(`${first}\n${last}`),
    // No digit of a hash.
    returned: `${child}n`,
    received: (step) => received + shortHash(step),
    receivedPrefix: received,
    brought: (index) => `${branch}${index}`,
  };
}

/** The leads of all groups. */
function groupsOf(tree: PartedTree<Step>): readonly string[] {
  const groups: string[] = [];
  collect(tree);
  return groups;

  function collect(part: PartedTree<Step>): void {
    switch (part.kind) {
      case 'leaf':
        break;
      case 'series':
        part.items.forEach(collect);
        break;
      case 'parallel':
        groups.push(leadsOf(part.branches).join('\n'));
        part.branches.forEach(collect);
        break;
      case 'child':
        collect(part.body);
    }
  }
}

/** As much of the texts' hashes as tells all of them apart. */
function shortHashes(texts: readonly string[]): (text: string) => string {
  const hashes = new Map([...new Set(texts)].map((text) => [text, shortHash(text)]));
  const isEnough = (digits: number) =>
    new Set([...hashes.values()].map((hash) => hash.slice(0, digits))).size === hashes.size;
  const digits = [2, 3, 4, 5, 6, 7].find(isEnough) ?? 8;
  return (text) => lookUp(hashes, text).slice(0, digits);
}

function unusedPrefix(prefix: string, names: readonly string[]): string {
  return names.some((name) => name.startsWith(prefix)) ? unusedPrefix(`${prefix}_`, names) : prefix;
}

/** Where a step that waits keeps the entries that it received: among those of its branch, or beside them. */
export function receivedSlot(
  step: string,
  { outlivesBranch }: Delivery,
  branch: { readonly container: Slot['container']; readonly depth: number },
  { received }: MemberNames,
): Slot {
  const { container, depth } = branch;
  return { container: outlivesBranch ? container : { depth, holds: 'received' }, member: received(step) };
}

/** The slots of the entries that a step has received, by step name: what each producer has brought lies by itself. */
export function receivedEntries(
  { brought }: Delivery,
  received: Slot,
  members: MemberNames,
): readonly (readonly [step: string, slot: Slot])[] {
  return [...brought.values()].flatMap((names, index) => {
    const container: Slot = { container: received, member: members.brought(index) };
    return names.map((name) => [name, { container, member: name }] as const);
  });
}

/** The slots of a tree's steps once control has passed it, by step name, in tree order. */
export function slotsAfter(
  tree: PartedTree<Step>,
  container: Slot['container'],
  members: MemberNames,
): ReadonlyMap<string, Slot> {
  return new Map(
    containersIn(tree, container, members).map(({ step, container }) => [step, { container, member: step }]),
  );
}

/** The slots of received entries that branches bring along when they join, by step name. */
export function receivedAfter(
  tree: PartedTree<Step>,
  around: Slot['container'],
  deliveries: ReadonlyMap<string, Delivery>,
  members: MemberNames,
): ReadonlyMap<string, Slot> {
  if (deliveries.size === 0) return new Map();
  return new Map(
    containersIn(tree, around, members).flatMap(({ step, container }) => {
      const delivery = deliveries.get(step);
      if (delivery === undefined || !delivery.outlivesBranch) return [];
      const received: Slot = { container, member: members.received(step) };
      return receivedEntries(delivery, received, members);
    }),
  );
}

/** The container of a part that runs by itself. */
export function childSlot(body: PartedTree<Step>, container: Slot['container'], { child }: MemberNames): Slot {
  const { first, last } = endsOf(body);
  return { container, member: child(first.name.value, last.name.value) };
}

/** A step, and the container that holds its entry. */
interface Contained {
  readonly step: string;
  readonly container: Slot['container'];
}

/** The steps of a tree, each with its container, in tree order. */
function containersIn(tree: PartedTree<Step>, around: Slot['container'], members: MemberNames): readonly Contained[] {
  const found: Contained[] = [];
  collect(tree, around);
  return found;

  // One list for the whole tree: it is asked for at each group of it.
  function collect(part: PartedTree<Step>, container: Slot['container']): void {
    switch (part.kind) {
      case 'leaf':
        found.push({ step: part.leaf.name.value, container });
        break;
      case 'series':
        for (const item of part.items) collect(item, container);
        break;
      case 'parallel': {
        const group: Slot = { container, member: members.group(leadsOf(part.branches)) };
        part.branches.forEach((branch, index) => {
          const { member, isContainer } = members.branch(branch, index);
          collect(branch, isContainer ? { container: group, member } : group);
        });
        break;
      }
      case 'child':
        collect(part.body, childSlot(part.body, container, members));
    }
  }
}

/** The slots that a line of blocks can read: those of the lines around it, and those that it has filled so far. */
export class VisibleSlots {
  readonly #around: VisibleSlots | undefined;
  readonly #own = new Map<string, Slot>();
  readonly #later: (() => ReadonlyMap<string, Slot>)[] = [];

  constructor(around?: VisibleSlots) {
    this.#around = around;
  }

  /** Adds slots that are found once somebody asks for one: nothing may follow a group, and many lie in it. */
  addLater(slots: () => ReadonlyMap<string, Slot>): void {
    this.#later.push(slots);
  }

  add(slots: Iterable<readonly [step: string, slot: Slot]>): void {
    for (const [step, slot] of slots) this.#own.set(step, slot);
  }

  /** @throws Error when the entry cannot be read here. */
  of(step: string): Slot {
    return this.find(step) ?? lookUp(this.#own, step);
  }

  /** The slot of a step's entry; undefined when it cannot be read here. */
  find(step: string): Slot | undefined {
    for (const slots of this.#later.splice(0)) this.add(slots());
    return this.#own.get(step) ?? this.#around?.find(step);
  }
}
