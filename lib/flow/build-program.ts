import { lookUp } from '../lookup.ts';
import { leavesOf, type PlanTree } from '../plan/plan-tree.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step } from '../template/task-template.ts';
import { budgetOf } from './budget.ts';
import { deliveriesOf, entriesOf, type Delivery } from './deliveries.ts';
import { longestWait } from './longest-wait.ts';
import { isBlockedBy } from './outcome.ts';
import type {
  AllBlock,
  Await,
  Ending,
  Item,
  Machine,
  MeetBlock,
  Program,
  RunBlock,
  Sequence,
  Tell,
} from './program.ts';
import { programStep } from './program-step.ts';
import { placeItems, type Place } from './sequence-flow.ts';
import { toldFailures } from './told-failures.ts';
import { leadsOf, lineAt, memberNames, receivedAfter, receivedSlot, slotsAfter, VisibleSlots } from './slots.ts';

/** What is known where a line of blocks begins. */
interface Scope {
  readonly depth: number;
  readonly visible: VisibleSlots;
  /** Steps that have completed whenever control comes here: nothing need test them. */
  readonly complete: ReadonlySet<string>;
}

/** Builds the program of a plan: its tree as blocks, with what each step is sent, tests and leaves. */
export function buildProgram(plan: WorkflowPlan): Program {
  const { template, tree } = plan;
  const deliveries = deliveriesOf(plan);
  const budget = budgetOf(template.steps, plan.dependencies, deliveries.copies);
  const typeOf = new Map(template.steps.map(({ name, type }) => [name.value, type.value]));
  const members = memberNames([...typeOf.keys()]);
  const consumersOf = consumersByProducer(deliveries.byConsumer);

  const places = placeItems(tree, new Set(), plan);
  const scope: Scope = { depth: 0, visible: new VisibleSlots(), complete: new Set() };
  const body = places.map((place) => item(place, scope));
  const entries = slotsAfter(tree, lineAt(0), members);
  const hasRendezvous = deliveries.byConsumer.size > 0;
  return {
    template: { namespace: template.namespace.value, name: template.name.value, version: template.version.value },
    budget,
    main: { beginning: beginningOf(places, hasRendezvous), body, entries, ending: endingOf(places), hasRendezvous },
  };

  function item(place: Place, around: Scope): Item {
    const { item: tree, complete, blocksNext } = place;
    switch (tree.kind) {
      case 'leaf':
        return { block: step(tree.leaf, place, around), blocksNext };
      case 'parallel':
        return { block: group(tree, place, { ...around, complete }), blocksNext };
      case 'series':
        throw new Error('A series has no series for an item.');
    }
  }

  function step(of: Step, place: Place, { depth, visible }: Scope): RunBlock | MeetBlock {
    const name = of.name.value;
    const slot = { container: lineAt(depth), member: name };
    const delivery = deliveries.byConsumer.get(name);
    const awaits = delivery && awaitOf(name, slot, delivery, depth);
    if (delivery !== undefined && awaits !== undefined) {
      visible.add(entriesOf(delivery).map((other) => [other, { container: awaits.received, member: other }]));
    }
    const doubtful = lookUp(plan.dependencies, name).filter(
      (other) => !place.complete.has(other) && isBlockedBy(of.type.value, lookUp(typeOf, other)),
    );
    const body: RunBlock = {
      kind: 'run',
      step: programStep(of, lookUp(plan.dependencies, name)),
      slot,
      tested: doubtful.map((other) => visible.of(other)),
      canBeBlocked: place.canBeBlocked || doubtful.length > 0,
    };
    visible.add([[name, slot]]);
    const tells = (consumersOf.get(name) ?? []).map((consumer) => tellOf(consumer, [name], visible));
    if (awaits === undefined && tells.length === 0) return body;
    return { kind: 'meet', ...(awaits !== undefined && { awaits }), body, tells, tellsWhen: 'settled' };
  }

  function group(tree: PlanTree<Step> & { kind: 'parallel' }, place: Place, around: Scope): AllBlock | MeetBlock {
    const { depth, visible } = around;
    const leads = leadsOf(tree.branches);
    const branches = tree.branches.map((branch) =>
      sequence(branch, { ...around, depth: depth + 1, visible: new VisibleSlots(visible) }),
    );
    const slots = slotsAfter(tree, lineAt(depth), members);
    visible.add(receivedAfter(tree, lineAt(depth), deliveries.byConsumer, members));
    visible.add(slots);
    const body: AllBlock = {
      kind: 'all',
      leads,
      branches,
      inner: lineAt(depth + 1),
      slot: { container: lineAt(depth), member: members.group(leads) },
      tested: place.blocksNext ? lastSteps(tree).map((name) => lookUp(slots, name)) : [],
      canBeBlocked: place.canBeBlocked,
    };
    const tells = place.canBeBlocked ? tellsOfGroup([...slots.keys()]) : [];
    return tells.length === 0 ? body : { kind: 'meet', body, tells, tellsWhen: 'blocked' };
  }

  function sequence(tree: PlanTree<Step>, around: Scope): Sequence {
    return placeItems(tree, around.complete, plan).map((place) => item(place, around));
  }

  function awaitOf(name: string, slot: Await['slot'], delivery: Delivery, depth: number): Await {
    return {
      step: name,
      slot,
      brought: delivery.brought,
      received: receivedSlot(name, delivery, depth, members),
      timeoutSeconds: longestWait([...delivery.brought.keys()], plan),
    };
  }

  /** What a group that is blocked as a whole tells those outside that wait for steps of it. */
  function tellsOfGroup(names: readonly string[]): readonly Tell[] {
    const inside = new Set(names);
    return [...deliveries.byConsumer].flatMap(([consumer, { brought }]) => {
      const producers = [...brought.keys()].filter((producer) => inside.has(producer));
      return inside.has(consumer) || producers.length === 0 ? [] : [tellOf(consumer, producers)];
    });
  }

  function tellOf(consumer: string, producers: readonly string[], visible?: VisibleSlots): Tell {
    const { brought } = lookUp(deliveries.byConsumer, consumer);
    const brings = new Map(producers.map((producer) => [producer, lookUp(brought, producer)]));
    const names = visible === undefined ? [] : [...brings.values()].flat();
    return {
      consumer,
      brings,
      slots: new Map(names.flatMap((name) => (visible === undefined ? [] : [[name, visible.of(name)]]))),
      expected: brought.size,
    };
  }

  /** The execution succeeds only if every step completed, which is so when the last ones did. */
  function endingOf(places: readonly Place[]): Ending {
    const last = places.at(-1);
    const lastStep = last?.item.kind === 'leaf' ? last.item.leaf.name.value : undefined;
    const doubtful = lastSteps(tree).filter((name) => name !== lastStep && !last?.complete.has(name));
    return {
      tested: doubtful.map((name) => lookUp(entries, name)),
      incomplete: doubtful.length > 0 && lastStep === undefined ? 'test' : 'report',
      told: toldFailures([...entries.keys()], budget),
    };
  }

  /** Steps of a tree on which no other step of it depends: when they are complete, all are. */
  function lastSteps(tree: PlanTree<Step>): readonly string[] {
    const names = leavesOf(tree).map(({ name }) => name.value);
    const followed = new Set(names.flatMap((name) => lookUp(plan.dependencies, name)));
    return names.filter((name) => !followed.has(name));
  }
}

/**
 * Where the first block can give the execution's input over to the state data, that costs no state. A step does so by replacing
 * all there is with its entry; then nothing that does not depend on it may come after it, since it may run anew.
 */
function beginningOf(places: readonly Place[], hasRendezvous: boolean): Machine['beginning'] {
  const first = places[0];
  if (first === undefined || hasRendezvous) return 'state';
  const isAlone = first.blocksNext || places.length === 1;
  return first.item.kind === 'parallel' || isAlone ? 'first block' : 'state';
}

/** By producer: the steps that wait for it, in tree order. */
function consumersByProducer(deliveries: ReadonlyMap<string, Delivery>): ReadonlyMap<string, readonly string[]> {
  const consumers = new Map<string, string[]>();
  for (const [consumer, { brought }] of deliveries) {
    for (const producer of brought.keys()) consumers.set(producer, [...(consumers.get(producer) ?? []), consumer]);
  }
  return consumers;
}
