import { lookUp } from '../lookup.ts';
import type { Step } from '../template/task-template.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { PartedTree } from './parted-tree.ts';

/** What a step that waits receives. */
export interface Delivery {
  /** By producer, the steps whose entries it brings, itself among them; sorted. */
  readonly brought: ReadonlyMap<string, readonly string[]>;
  /** Whether a step behind the branch needs the received entries too; else they end with the branch. */
  readonly outlivesBranch: boolean;
}

/** What travels over all rendezvous of a plan. */
export interface Deliveries {
  /** By the name of the step that waits, in tree order. */
  readonly byConsumer: ReadonlyMap<string, Delivery>;
  /** How many received entries lie in one state at most, beside those that each step leaves once. */
  readonly copies: number;
}

/** Where an entry that a step can see comes from: the step itself left it there, or a step that waited received it. */
type Origin = 'own' | { readonly consumer: string; readonly leftBranch: boolean };
type Visible = ReadonlyMap<string, Origin>;

/**
 * What each step that waits receives: the entries of those of its ancestors that its own branch does not hold. Each is
 * brought by one producer, which has them all, as they are its ancestors too. What a producer implies that may fail without blocking the
 * step, the step waits for itself: it is told of that, and of what lies before it, by nobody else.
 */
export function deliveriesOf(plan: WorkflowPlan, tree: PartedTree<Step>): Deliveries {
  if (plan.rendezvous.size === 0) return { byConsumer: new Map(), copies: 0 };
  const brought = new Map<string, Delivery['brought']>();
  const outliving = new Set<string>();
  let alive = 0;
  let again = 0;
  visit(tree, new Map());

  const byConsumer = new Map(
    [...brought].map(([name, each]) => [name, { brought: each, outlivesBranch: outliving.has(name) }]),
  );
  const kept = [...byConsumer.values()].filter(({ outlivesBranch }) => outlivesBranch).flatMap(entriesOf);
  return { byConsumer, copies: kept.length + alive + again };

  /** Visits a tree that sees these entries, and returns what can be seen after it. */
  function visit(tree: PartedTree<Step>, visible: Visible): Visible {
    switch (tree.kind) {
      case 'leaf':
        return visitStep(tree.leaf.name.value, visible);
      case 'series':
        return tree.items.reduce((sofar, item) => visit(item, sofar), visible);
      case 'parallel':
        return join(
          visible,
          tree.branches.map((branch) => visit(branch, visible)),
        );
      case 'child':
        return join(visible, [visit(tree.body, visible)]);
    }
  }

  function visitStep(name: string, visible: Visible): Visible {
    const ancestors = [...lookUp(plan.ancestors, name)];
    for (const ancestor of ancestors) {
      const origin = visible.get(ancestor);
      if (typeof origin === 'object' && origin.leftBranch) outliving.add(origin.consumer);
    }
    const after = new Map(visible);
    const producers = plan.rendezvous.get(name);
    if (producers !== undefined) {
      const direct = new Set(lookUp(plan.dependencies, name));
      const implied = producers.filter((producer) => !direct.has(producer));
      const isImplied = (ancestor: string) => implied.some((one) => leadsTo(ancestor, one));
      // A step before this one has received it, if the producer that implies it did not fail.
      const doubtful = ancestors.filter((ancestor) => typeof visible.get(ancestor) === 'object' && isImplied(ancestor));
      const missing = [...ancestors.filter((ancestor) => !visible.has(ancestor)), ...doubtful].sort();
      again += doubtful.length;
      brought.set(name, share(missing, [...implied, ...producers.filter((one) => direct.has(one))]));
      for (const other of missing) after.set(other, { consumer: name, leftBranch: false });
    }
    const received = [...after.values()].filter((origin) => typeof origin === 'object' && !origin.leftBranch);
    alive = Math.max(alive, received.length);
    return after.set(name, 'own');
  }

  function share(names: readonly string[], producers: readonly string[]): Delivery['brought'] {
    const bringerOf = (name: string) => producers.find((producer) => leadsTo(name, producer));
    return new Map(producers.map((producer) => [producer, names.filter((name) => bringerOf(name) === producer)]));
  }

  function leadsTo(name: string, producer: string): boolean {
    return producer === name || lookUp(plan.ancestors, producer).has(name);
  }
}

/** The names of the steps whose entries a step receives. */
function entriesOf({ brought }: Delivery): readonly string[] {
  return [...brought.values()].flat();
}

/** What can be seen when branches have joined: an entry where its step left it rather than where it was received. */
function join(before: Visible, branches: readonly Visible[]): Visible {
  const after = new Map(before);
  for (const [name, origin] of branches.flatMap((branch) => [...branch])) {
    if (origin === 'own') after.set(name, origin);
    else if (!after.has(name)) after.set(name, { ...origin, leftBranch: true });
  }
  return after;
}
