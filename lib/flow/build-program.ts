import { at, lookUp } from '../lookup.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { BatchSettings, Step, TaskTemplate } from '../template/task-template.ts';
import type { BatchLimits } from './batch.ts';
import { budgetOf } from './budget.ts';
import type { WireBatches } from '../contract/batch.ts';
import { workersPerChild } from './cost.ts';
import { choicesOf, isWorker } from './choices.ts';
import { deliveriesOf, type Delivery } from './deliveries.ts';
import { longestWait } from './longest-wait.ts';
import { failurePaths, skippedForNow } from './failure-paths.ts';
import {
  all,
  chosenGuard,
  complete,
  joiningGuard,
  plainGuard,
  wentWell,
  workerGuard,
  type Guard,
  type Test,
} from './guard.ts';
import type {
  AllBlock,
  Await,
  ChildBlock,
  EachBlock,
  Ending,
  Item,
  Machine,
  MeetBlock,
  Program,
  RunBlock,
  Sequence,
  Tell,
} from './program.ts';
import { endsOf, hasPart, leavesIn, type PartedTree } from './parted-tree.ts';
import { programStep, publishesFailures } from './program-step.ts';
import { readsOf } from './reads.ts';
import { retriesOf } from './retries.ts';
import { placeItems, type Place } from './sequence-flow.ts';
import { toldFailures } from './told-failures.ts';
import { leadsBack } from './leads-back.ts';
import type { Yields, YieldsOf } from './yields.ts';
import {
  childSlot,
  depthOf,
  levelsOf,
  ITERATION_ENTRIES,
  leadsOf,
  MACHINE_ENTRIES,
  memberNames,
  receivedAfter,
  receivedEntries,
  receivedSlot,
  slotsAfter,
  VisibleSlots,
  type Line,
  type Slot,
} from './slots.ts';

/** How long a task may take as a whole: what is no number has been reported. Tasker: "LifecycleConfig". */
function timeoutOf({ lifecycle }: TaskTemplate): Pick<Program, 'timeoutSeconds'> {
  const minutes = lifecycle?.max_duration_minutes;
  return typeof minutes === 'number' ? { timeoutSeconds: minutes * 60 } : {};
}

/** Of more entries than this it is asked how many are complete, which takes no more room the more there are. */
const MOST_ASKED = 24;

/** So many containers lie in one another before a group's entries lie elsewhere while it runs: paths would become longer than all the rest. */
export const MOST_LEVELS = 24;

/** What a program keeps to. */
export interface ProgramLimits extends BatchLimits {
  /** As {@link MOST_LEVELS}, which is the default. */
  readonly levels?: number;
}

/** What is known where a line of blocks begins. */
interface Scope {
  /** What holds the entries of its steps. */
  readonly container: Slot['container'];
  /** How many branches are around it. */
  readonly depth: number;
  readonly visible: VisibleSlots;
  /** Steps that have completed whenever control comes here: nothing need test them. */
  readonly complete: Place['complete'];
}

/**
 * Builds the program of a plan: its tree as blocks, with what each step is sent, tests and leaves.
 *
 * @param tree The plan's, or the same of which parts run in executions of their own.
 * @param yieldsOf Of which steps it is known that they may yield for long.
 */
export function buildProgram(
  plan: WorkflowPlan,
  limits: ProgramLimits,
  tree: PartedTree<Step> = plan.tree,
  yieldsOf: YieldsOf = () => undefined,
): Program {
  const { template } = plan;
  const choices = choicesOf(plan);
  const ways = { blockers: failurePaths(plan, choices), skippable: choices.skippable };
  const deliveries = deliveriesOf(plan, tree, ways.blockers);
  const hasRendezvous = deliveries.byConsumer.size > 0;
  const steps = new Map(template.steps.map((step) => [step.name.value, step]));
  const members = memberNames(tree, new Set(deliveries.byConsumer.keys()));
  const consumersOf = consumersByProducer(deliveries.byConsumer);
  const received = [...deliveries.byConsumer.values()].some(({ outlivesBranch }) => outlivesBranch)
    ? { received: members.receivedPrefix }
    : {};
  const after = leadsBack(plan, choices);
  const budget = budgetOf(template.steps, deliveries.copies + mostReturned(tree));
  const { descendants } = choices;
  const forNow = skippedForNow(plan, choices, ways.blockers);

  const places = placeItems(tree, new Set(), ways);
  const scope: Scope = { container: MACHINE_ENTRIES, depth: 0, visible: new VisibleSlots(), complete: new Set() };
  const body = places.map((place) => item(place, scope));
  const entries = slotsAfter(tree, MACHINE_ENTRIES, members);
  return {
    template: { namespace: template.namespace.value, name: template.name.value, version: template.version.value },
    budget,
    copies: deliveries.copies,
    ...timeoutOf(template),
    main: {
      beginning: beginningOf(places, hasRendezvous || forNow.size > 0, yields),
      body,
      entries,
      ending: endingOf(places),
      batched: new Set(template.steps.filter(isWorker).map(({ name }) => name.value)),
      mayBeSkipped: choices.skippable.size > 0,
      hasRendezvous,
      ...received,
    },
  };

  /** Without child executions there is nowhere to go on. */
  function yields(name: string): Yields | undefined {
    return limits.hasChildren ? yieldsOf(name) : undefined;
  }

  function item(place: Place, around: Scope): Item {
    const { item: tree, complete, blocksNext } = place;
    switch (tree.kind) {
      case 'leaf':
        return { block: step(tree.leaf, place, around), blocksNext };
      case 'parallel':
        return { block: group(tree, place, { ...around, complete }), blocksNext };
      case 'child':
        return { block: child(tree.body, place, { ...around, complete }), blocksNext };
      case 'series':
        throw new Error('A series has no series for an item.');
    }
  }

  function step(of: Step, place: Place, scope: Scope): RunBlock | EachBlock | MeetBlock {
    const { container, visible } = scope;
    const name = of.name.value;
    const slot: Slot = { container, member: name };
    const delivery = deliveries.byConsumer.get(name);
    const awaits = delivery && awaitOf(name, slot, delivery, scope);
    if (delivery !== undefined && awaits !== undefined) {
      visible.add(receivedEntries(delivery, awaits.received, members));
    }
    const asked = guardOf(of, place, visible);
    const guard: Guard | undefined = asked && forNow.has(name) ? { ...asked, forNow: true } : asked;
    const body: RunBlock = {
      kind: 'run',
      step: programStep(of, lookUp(after, name), choices, wireLimits(name), yields(name)),
      slot,
      ...(guard !== undefined && { guard }),
    };
    visible.add([[name, slot]]);
    const { batchConfig } = of;
    if (isWorker(of) && guard !== undefined && batchConfig !== undefined) {
      return batch(body, guard, batchConfig, visible);
    }
    const tells = (consumersOf.get(name) ?? []).map((consumer) => tellOf(consumer, [name], visible));
    if (awaits === undefined && tells.length === 0) return body;
    return { kind: 'meet', ...(awaits !== undefined && { awaits }), body, tells, tellsWhen: 'settled' };
  }

  /** How many workers a batchable step may ask for, of whichever template, and the names that they cannot have. */
  function wireLimits(name: string): Omit<WireBatches, 'workers'> {
    const { inline, hasChildren, perChild } = limits;
    const workers = choices.workers.get(name) ?? [];
    const taken = [...steps.keys()].filter((other) => workers.some((worker) => other.startsWith(`${worker}_`))).sort();
    const otherWorkers = taken.filter((other) => isWorker(lookUp(steps, other)) && !workers.includes(other));
    const most = {
      most: inline,
      ...(taken.length > 0 && { taken }),
      ...(otherWorkers.length > 0 && { otherWorkers }),
    };
    if (!hasChildren || workers.length === 0) return most;
    const each = workers
      .map((worker) => lookUp(steps, worker))
      .map((worker) =>
        workersPerChild({
          retries: retriesOf(worker.retry),
          publishesFailures: publishesFailures(worker),
          yields: yields(worker.name.value),
        }),
      );
    return { ...most, each: Math.min(perChild, ...each) };
  }

  function batch(
    body: RunBlock,
    guard: Guard,
    { parallelism, failureStrategy }: BatchSettings,
    visible: VisibleSlots,
  ): EachBlock {
    const { kind, step } = body;
    const analyzer = at(lookUp(choices.deciders, step.name), 0);
    return {
      kind: 'each',
      body: { kind, step, slot: { container: ITERATION_ENTRIES, member: step.name } },
      analyzer: visible.of(analyzer),
      slot: body.slot,
      guard,
      parallelism,
      failureStrategy,
      inline: limits.inline,
      hasChildren: limits.hasChildren,
    };
  }

  /** What a step asks of its dependencies, as far as the way to it does not tell. */
  function guardOf(of: Step, place: Place, visible: VisibleSlots): Guard | undefined {
    const name = of.name.value;
    const isChosen = descendants.has(name);
    // A skipped dependency hides what a redundant one says, so all are asked.
    const counted = choices.counted(of);
    const dependencies = counted
      .filter((other) => !place.complete.has(other.name.value))
      .map((other) => ({
        slot: visible.of(other.name.value),
        isDecider: choices.decides(other, of),
        isChosen: descendants.has(other.name.value),
        mayBeSkipped: choices.skippable.has(other.name.value),
      }));
    if (isWorker(of)) {
      const batchable = visible.of(at(lookUp(choices.deciders, name), 0));
      return workerGuard(name, dependencies, batchable);
    }
    if (isChosen) {
      const deciders = choices.deciders.get(name) ?? [];
      return chosenGuard(
        name,
        dependencies,
        deciders.map((decider) => visible.of(decider)),
      );
    }
    if (dependencies.some(({ mayBeSkipped }) => mayBeSkipped)) {
      return joiningGuard(dependencies, dependencies.length < counted.length);
    }
    const doubtful = tellingOf(name, counted).filter((other) => !place.complete.has(other));
    return plainGuard(doubtful.map((other) => visible.of(other)));
  }

  /** The dependencies without those that block another one by failing. What implies one may not do so: a batch without work does not. */
  function tellingOf(name: string, counted: readonly Step[]): readonly string[] {
    const needed = new Set(lookUp(plan.dependencies, name));
    const names = counted.map((other) => other.name.value);
    const isTold = (one: string) => names.some((other) => lookUp(ways.blockers, other).has(one));
    return names.filter((one) => needed.has(one) || !isTold(one)).sort();
  }

  function group(tree: PartedTree<Step> & { kind: 'parallel' }, place: Place, around: Scope): AllBlock | MeetBlock {
    const { container, depth, visible } = around;
    const leads = leadsOf(tree.branches);
    const slot: Slot = { container, member: members.group(leads) };
    const meanwhile: Line | undefined =
      depthOf(slot) > (limits.levels ?? MOST_LEVELS) ? { depth, holds: 'entries' } : undefined;
    const within = meanwhile ?? slot;
    const branches = tree.branches.map((branch, index) => {
      const { member, isContainer } = members.branch(branch, index);
      const own: Slot = { container: within, member };
      const inside = {
        ...around,
        container: isContainer ? own : within,
        depth: depth + 1,
        visible: new VisibleSlots(visible),
      };
      return { body: sequence(branch, inside), slot: own };
    });
    const slots = () => slotsAfter(tree, container, members);
    visible.add(receivedAfter(tree, container, deliveries.byConsumer, members));
    visible.addLater(slots);
    const body: AllBlock = {
      kind: 'all',
      leads,
      branches,
      slot,
      ...(meanwhile !== undefined && { meanwhile }),
      ...(place.blocksNext && { tested: completeAll(tree, slots(), slot) }),
    };
    const tells = place.canBeBlocked ? tellsOfGroup(tree) : [];
    return tells.length === 0 ? body : { kind: 'meet', body, tells, tellsWhen: 'blocked' };
  }

  function child(tree: PartedTree<Step>, place: Place, around: Scope): ChildBlock | MeetBlock {
    const { container, depth, visible } = around;
    const slot = childSlot(tree, container, members);
    const inside = { ...around, container: slot, depth: depth + 1, visible: new VisibleSlots(visible) };
    const branch = { body: sequence(tree, inside), slot };
    const reads = readsOf(tree, plan, slot, visible);
    const slots = slotsAfter(tree, slot, members);
    visible.add(receivedAfter(tree, slot, deliveries.byConsumer, members));
    visible.add(slots);
    const { first, last } = endsOf(tree);
    const body: ChildBlock = {
      kind: 'child',
      first: first.name.value,
      last: last.name.value,
      branch,
      reads,
      lead: lookUp(slots, first.name.value),
      returned: { container: slot, member: members.returned },
      ...(place.blocksNext && { tested: completeAll(tree, slots, slot) }),
    };
    const tells = place.canBeBlocked ? tellsOfGroup(tree) : [];
    return tells.length === 0 ? body : { kind: 'meet', body, tells, tellsWhen: 'blocked' };
  }

  function sequence(tree: PartedTree<Step>, around: Scope): Sequence {
    return placeItems(tree, around.complete, ways).map((place) => item(place, around));
  }

  function awaitOf(name: string, slot: Slot, delivery: Delivery, scope: Scope): Await {
    return {
      step: name,
      slot,
      brought: new Map([...delivery.brought.keys()].map((producer, index) => [producer, members.brought(index)])),
      received: receivedSlot(name, delivery, scope, members),
      timeoutSeconds: longestWait([...delivery.brought.keys()], plan),
    };
  }

  /** What a group that is blocked as a whole tells those outside that wait for steps of it. */
  function tellsOfGroup(group: PartedTree<Step>): readonly Tell[] {
    if (!hasRendezvous) return [];
    const inside = new Set(leavesIn(group).map(({ name }) => name.value));
    return [...deliveries.byConsumer].flatMap(([consumer, { brought }]) => {
      const producers = [...brought.keys()].filter((producer) => inside.has(producer));
      return inside.has(consumer) || producers.length === 0 ? [] : [tellOf(consumer, producers)];
    });
  }

  function tellOf(consumer: string, producers: readonly string[], visible?: VisibleSlots): Tell {
    const { brought } = lookUp(deliveries.byConsumer, consumer);
    const brings = new Map(producers.map((producer) => [producer, lookUp(brought, producer)]));
    const names = visible === undefined ? [] : [...brings.values()].flat();
    const blockers = lookUp(ways.blockers, consumer);
    return {
      consumer,
      brings,
      passedOn: new Set(producers.filter((producer) => !blockers.has(producer))),
      slots: new Map(names.flatMap((name) => (visible === undefined ? [] : [[name, visible.of(name)]]))),
      expected: brought.size,
    };
  }

  /** The execution succeeds only if every step completed or was skipped, which is so when the last ones did. */
  function endingOf(places: readonly Place[]): Ending {
    const last = places.at(-1);
    const lastStep = last?.item.kind === 'leaf' ? last.item.leaf.name.value : undefined;
    const blockers = [...ways.blockers.values()];
    const isolating = template.steps
      .filter(({ batchConfig }) => batchConfig?.failureStrategy === 'isolate')
      .map(({ name }) => name.value);
    const doubtful = [...entries.keys()].filter(
      (name) => name !== lastStep && !last?.complete.has(name) && !blockers.some((names) => names.has(name)),
    );
    const mayBeSkipped = choices.skippable.size > 0;
    const tested: Test | undefined =
      doubtful.length > MOST_ASKED
        ? {
            kind: 'count',
            container: MACHINE_ENTRIES,
            levels: levelsOf(entries),
            steps: entries.size,
            mayBeSkipped,
            ...received,
          }
        : doubtful.length > 0
          ? all(
              doubtful.map((name) =>
                wentWell({ slot: lookUp(entries, name), mayBeSkipped: choices.skippable.has(name) }),
              ),
            )
          : undefined;
    return {
      ...(tested !== undefined && { tested }),
      incomplete: doubtful.length > 0 && lastStep === undefined ? 'test' : 'report',
      told: toldFailures([...entries.keys()], isolating, budget),
      isolates: isolating.length > 0,
    };
  }

  /** That all steps of a tree completed, whose entries a container holds: the last ones did, or where these are many, all did. */
  function completeAll(tree: PartedTree<Step>, slots: ReadonlyMap<string, Slot>, container: Slot): Test {
    const last = lastSteps(tree);
    if (last.length > MOST_ASKED) {
      const levels = levelsOf(slots) - depthOf(container);
      return { kind: 'count', container, levels, steps: slots.size, mayBeSkipped: false, ...received };
    }
    return all(last.map((name) => complete(lookUp(slots, name))));
  }

  /** Steps of a tree on which no other step of it depends: when they are complete, all are. */
  function lastSteps(tree: PartedTree<Step>): readonly string[] {
    const names = leavesIn(tree).map(({ name }) => name.value);
    const followed = new Set(names.flatMap((name) => lookUp(plan.dependencies, name)));
    return names.filter((name) => !followed.has(name));
  }
}

/**
 * Where the first block can give the execution's input over to the state data, that costs no state. A step does so by replacing
 * all there is with its entry; then nothing that does not depend on it may come after it, since it may run anew. One whose failures are
 * published does not, since an error in place of all there is would not tell which attempt has failed; nor does one that may go on in
 * executions of its own, since it would be sent nothing there. A group that runs anew keeps what others have left where their functions find
 * it, and a part that runs by itself does not: see `redriveState`. Nor would steps that are skipped for now find there that they were. A
 * step keeps nothing, not even that a part of blocked steps has returned.
 *
 * @param needsState Whether a state of its own is needed for another reason.
 */
function beginningOf(places: readonly Place[], needsState: boolean, yieldsOf: YieldsOf): Machine['beginning'] {
  const first = places[0];
  if (first === undefined || needsState || first.item.kind === 'child') return 'state';
  if (first.item.kind === 'parallel') return mayLeaveParts(places) ? 'state' : 'first block';
  // A step without dependencies runs also where this one has failed.
  const blocksAll = places
    .slice(1)
    .every((place) => leavesIn(place.item).every((step) => step.dependencies.length > 0));
  const isAlone = (first.blocksNext && blocksAll && !mayLeaveParts(places)) || places.length === 1;
  const { item } = first;
  const keepsData =
    item.kind === 'leaf' && (publishesFailures(item.leaf) || yieldsOf(item.leaf.name.value) !== undefined);
  return isAlone && !keepsData ? 'first block' : 'state';
}

/** Whether parts that run by themselves may have run though the first item has not completed. */
function mayLeaveParts(places: readonly Place[]): boolean {
  const open = places.findIndex(({ blocksNext }) => !blocksNext) + 1;
  return places.slice(open).some(({ item }) => hasPart(item));
}

/**
 * The entries that one of the executions returns which run parts of the task, at most: when the task is redriven, what they had left lies
 * beside them.
 */
function mostReturned(tree: PartedTree<Step>): number {
  switch (tree.kind) {
    case 'leaf':
      return 0;
    case 'series':
      return tree.items.reduce((most, item) => Math.max(most, mostReturned(item)), 0);
    case 'parallel':
      return tree.branches.reduce((most, branch) => Math.max(most, mostReturned(branch)), 0);
    case 'child':
      return leavesIn(tree.body).length;
  }
}

/** By producer: the steps that wait for it, in tree order. */
function consumersByProducer(deliveries: ReadonlyMap<string, Delivery>): ReadonlyMap<string, readonly string[]> {
  const consumers = new Map<string, string[]>();
  for (const [consumer, { brought }] of deliveries) {
    for (const producer of brought.keys()) consumers.set(producer, [...(consumers.get(producer) ?? []), consumer]);
  }
  return consumers;
}
