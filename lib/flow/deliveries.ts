import { lookUp } from '../lookup.ts';
import type { StepSet } from '../plan/step-set.ts';
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

/**
 * What each step that waits receives: the entries of those of its ancestors that its own branch does not hold. Each is
 * brought by one producer, which has them all, as they are its ancestors too: by one whose failure blocks the step, or else by all that
 * have it, since any of these may fail and bring nothing. What a producer implies that may fail without blocking the
 * step, the step waits for itself: it is told of that, and of what lies before it, by nobody else.
 *
 * @param blockers By step: its ancestors whose failure surely blocks it.
 */
export function deliveriesOf(
  plan: WorkflowPlan,
  tree: PartedTree<Step>,
  blockers: ReadonlyMap<string, StepSet>,
): Deliveries {
  if (plan.rendezvous.size === 0) return { byConsumer: new Map(), copies: 0 };
  const brought = new Map<string, Delivery['brought']>();
  const outliving = new Set<string>();
  const visible = new VisibleOrigins();
  let alive = 0;
  let again = 0;
  visit(tree);

  const byConsumer = new Map(
    [...brought].map(([name, each]) => [name, { brought: each, outlivesBranch: outliving.has(name) }]),
  );
  const kept = [...byConsumer.values()].filter(({ outlivesBranch }) => outlivesBranch).flatMap(entriesOf);
  return { byConsumer, copies: kept.length + alive + again };

  /** Visits a tree, after which more can be seen. */
  function visit(tree: PartedTree<Step>): void {
    switch (tree.kind) {
      case 'leaf':
        visitStep(tree.leaf.name.value);
        break;
      case 'series':
        tree.items.forEach(visit);
        break;
      case 'parallel':
        visitBranches(tree.branches);
        break;
      case 'child':
        visitBranches([tree.body]);
    }
  }

  /** None sees what another one leaves. Once they have joined, an entry is seen where its step left it rather than where it was received. */
  function visitBranches(branches: readonly PartedTree<Step>[]): void {
    const left = branches.map((branch) => visible.within(() => visit(branch)));
    for (const [name, origin] of left.flatMap((seen) => [...seen])) {
      if (origin === 'own') visible.set(name, origin);
      else if (visible.get(name) === undefined) visible.set(name, { ...origin, leftBranch: true });
    }
  }

  function visitStep(name: string): void {
    const ancestors = [...lookUp(plan.ancestors, name)];
    for (const ancestor of ancestors) {
      const origin = visible.get(ancestor);
      if (typeof origin === 'object' && origin.leftBranch) outliving.add(origin.consumer);
    }
    const producers = plan.rendezvous.get(name);
    if (producers !== undefined) {
      const direct = new Set(lookUp(plan.dependencies, name));
      const implied = producers.filter((producer) => !direct.has(producer));
      const isImplied = (ancestor: string) => implied.some((one) => leadsTo(ancestor, one));
      // A step before this one has received it, if the producer that implies it did not fail.
      const doubtful = ancestors.filter((ancestor) => typeof visible.get(ancestor) === 'object' && isImplied(ancestor));
      const missing = [...ancestors.filter((ancestor) => visible.get(ancestor) === undefined), ...doubtful].sort();
      const ordered = [...implied, ...producers.filter((one) => direct.has(one))];
      const shared = share(missing, ordered, lookUp(blockers, name));
      again += doubtful.length + [...shared.values()].flat().length - missing.length;
      brought.set(name, shared);
      for (const other of missing) visible.set(other, { consumer: name, leftBranch: false });
    }
    alive = Math.max(alive, visible.received);
    visible.set(name, 'own');
  }

  function share(names: readonly string[], producers: readonly string[], sure: StepSet): Delivery['brought'] {
    const open = new Set(names);
    const brought = new Map(producers.map((producer) => [producer, open.delete(producer) ? [producer] : []]));
    const bring = (producer: string, isOpen: (name: string) => boolean) => {
      for (const name of lookUp(plan.ancestors, producer)) if (isOpen(name)) lookUp(brought, producer).push(name);
    };
    for (const producer of producers) if (sure.has(producer)) bring(producer, (name) => open.delete(name));
    for (const producer of producers) if (!sure.has(producer)) bring(producer, (name) => open.has(name));
    return new Map([...brought].map(([producer, own]) => [producer, own.sort()]));
  }

  function leadsTo(name: string, producer: string): boolean {
    return producer === name || lookUp(plan.ancestors, producer).has(name);
  }
}

/** The names of the steps whose entries a step receives. */
function entriesOf({ brought }: Delivery): readonly string[] {
  return [...brought.values()].flat();
}

/** What can be seen at one place of the tree after the other: one map for all of them, since a large task has as many places as entries. */
class VisibleOrigins {
  readonly #origins = new Map<string, Origin>();
  /** By name: what was seen where the innermost branch began, of what has changed since. */
  #before = new Map<string, Origin | undefined>();
  #received = 0;

  /** How many entries lie where steps of this branch, or of one around it, received them. */
  get received(): number {
    return this.#received;
  }

  get(name: string): Origin | undefined {
    return this.#origins.get(name);
  }

  set(name: string, origin: Origin | undefined): void {
    const known = this.#origins.get(name);
    if (!this.#before.has(name)) this.#before.set(name, known);
    this.#received += Number(isReceived(origin)) - Number(isReceived(known));
    if (origin === undefined) this.#origins.delete(name);
    else this.#origins.set(name, origin);
  }

  /** Goes through a branch and back to where it began. Returns what could be seen at its end that has changed within. */
  within(visit: () => void): ReadonlyMap<string, Origin> {
    const around = this.#before;
    const before = new Map<string, Origin | undefined>();
    this.#before = before;
    visit();
    const changed = new Map<string, Origin>();
    for (const name of before.keys()) {
      const origin = this.#origins.get(name);
      if (origin !== undefined) changed.set(name, origin);
    }
    for (const [name, origin] of before) this.set(name, origin);
    this.#before = around;
    return changed;
  }
}

function isReceived(origin: Origin | undefined): boolean {
  return typeof origin === 'object' && !origin.leftBranch;
}
