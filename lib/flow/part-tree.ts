import type { PartedTree } from './parted-tree.ts';

/** What of a tree runs in one execution takes of what an execution has. */
export interface Weight {
  /** Bytes of the definition. */
  readonly bytes: number;
  /** Events of the history. */
  readonly events: number;
  readonly steps: number;
}

/** How much the parts of a tree take, and how much there is. */
export interface Scale<Leaf> {
  readonly leaf: (leaf: Leaf) => Weight;
  /** What a group takes beside its branches: so much, and so much for each branch. */
  readonly group: Weight;
  readonly branch: Weight;
  /** What a part that runs by itself takes where it is started. */
  readonly child: Weight;
  /** What there is in the execution of a task, and in one that runs a part. */
  readonly main: Weight;
  readonly part: Weight;
}

interface Weighed<Leaf> {
  readonly tree: PartedTree<Leaf>;
  readonly weight: Weight;
}

/** Members side by side of which one or several become a part. */
interface Cut<Leaf> {
  readonly members: readonly Weighed<Leaf>[];
  /** What is around them. */
  readonly around: Weight;
  /** What a part takes in their place. */
  readonly child: Weight;
  /** Whether a branch ends with the last one. */
  readonly endsBranch: boolean;
}

/** By so much two parts differ at most that are about as large. */
const ABOUT = 0.02;

const NOTHING: Weight = { bytes: 0, events: 0, steps: 0 };

/**
 * Lets parts of a tree run in executions of their own, so that none holds more than it can. A part is a branch or several, or items that
 * follow each other. Each costs a state transition or two whatever is in it, so there are as few as possible: the largest that fit
 * are taken, until what is left fits too. Of those that are about as large, one that ends a branch is cheaper: nothing asks there what came
 * of it.
 */
export function partTree<Leaf>(tree: PartedTree<Leaf>, scale: Scale<Leaf>): PartedTree<Leaf> {
  return fit(tree, scale.main).tree;

  /** The tree with so many parts that the rest fits, if that can be. */
  function fit(tree: PartedTree<Leaf>, room: Weight): Weighed<Leaf> {
    switch (tree.kind) {
      case 'leaf':
        return { tree, weight: scale.leaf(tree.leaf) };
      case 'series':
        return fitAll(tree.items, room, NOTHING, NOTHING, (items) => ({ kind: 'series', items }), room !== scale.main);
      case 'parallel':
        return fitAll(tree.branches, room, scale.group, scale.branch, (branches) => ({ kind: 'parallel', branches }));
      case 'child':
        return { tree, weight: scale.child };
    }
  }

  function fitAll(
    trees: readonly PartedTree<Leaf>[],
    room: Weight,
    around: Weight,
    beside: Weight,
    join: (parts: readonly PartedTree<Leaf>[]) => PartedTree<Leaf>,
    endsBranch = false,
  ): Weighed<Leaf> {
    let members: readonly Weighed<Leaf>[] = trees.map((tree) => {
      const { tree: fitted, weight } = fit(tree, scale.part);
      return { tree: fitted, weight: sum([weight, beside]) };
    });
    let total = sum([around, ...members.map(({ weight }) => weight)]);
    const child = sum([scale.child, beside]);
    while (share(total, room) > 1) {
      // Parts of parts only where nothing else helps: they lie deeper and deeper.
      const cut = { members, around, child, endsBranch };
      const part = largestPart(cut, false) ?? largestPart(cut, true);
      if (part === undefined) break;
      const inside = members.slice(part.from, part.to).map(({ tree }) => tree);
      const [only] = inside;
      const body = inside.length === 1 && only !== undefined ? only : join(inside);
      members = [
        ...members.slice(0, part.from),
        { tree: { kind: 'child', body }, weight: child },
        ...members.slice(part.to),
      ];
      total = sum([around, ...members.map(({ weight }) => weight)]);
    }
    return { tree: join(members.map(({ tree }) => tree)), weight: total };
  }

  /**
   * The members side by side that take most of an execution without taking more than it has, and more than it takes to start one; of
   * equal ones the first, unless the last one ends a branch.
   */
  function largestPart({ members, around, child, endsBranch }: Cut<Leaf>, withParts: boolean) {
    const room = scale.part;
    const least = share(child, room);
    let best: { readonly from: number; readonly to: number; readonly share: number } | undefined;
    let from = 0;
    let weight = NOTHING;
    members.forEach((member, index) => {
      weight = sum([weight, member.weight]);
      const isBarred = !withParts && member.tree.kind === 'child';
      while (from <= index && (isBarred || share(sum([weight, around]), room) > 1)) {
        weight = less(weight, members[from]?.weight ?? NOTHING);
        from += 1;
      }
      const to = index + 1;
      const isPart = to - from === 1 && member.tree.kind === 'child';
      if (to === from || to - from === members.length || isPart) return;
      const own = share(weight, room);
      const needed = endsBranch && to === members.length ? 1 - ABOUT : 1;
      if (own > least && own > (best?.share ?? 0) * needed) best = { from, to, share: own };
    });
    return best;
  }
}

/** How much of what there is is taken, of what is most scarce. */
function share(weight: Weight, room: Weight): number {
  return Math.max(weight.bytes / room.bytes, weight.events / room.events, weight.steps / room.steps);
}

function sum(weights: readonly Weight[]): Weight {
  let [bytes, events, steps] = [0, 0, 0];
  for (const weight of weights) {
    bytes += weight.bytes;
    events += weight.events;
    steps += weight.steps;
  }
  return { bytes, events, steps };
}

function less(one: Weight, other: Weight): Weight {
  return { bytes: one.bytes - other.bytes, events: one.events - other.events, steps: one.steps - other.steps };
}
