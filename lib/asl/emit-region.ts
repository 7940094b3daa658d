import { stepsOf, type ParallelRegion, type Region } from '../plan/region.ts';
import { addressesOf, blockedItem, containerPath, receivedAddressesOf } from './data-flow.ts';
import { emitStep, isGuarded, stepEntryName } from './emit-step.ts';
import { nextOf, StateList, type EmitContext, type Exit, type Scope } from './machine.ts';
import { allComplete } from './presence.ts';
import { tellsOf, type Detour } from './tell-states.ts';
import { placeItems, type Place } from './sequence-flow.ts';
import { auxiliaryName, parallelKey, parallelName } from './state-names.ts';
import type { SubMachine } from '../states-language/types.ts';

/** Emits a region as a line of states and returns the name of the first. */
export function emitRegion(region: Region, scope: Scope, context: EmitContext): string {
  const items = region.kind === 'sequence' ? region.items : [region];
  const places = placeItems(items, scope.complete, context.plan.ancestors);
  let visible = scope.visible;
  places.forEach((place, index) => {
    const next = places[index + 1];
    emitPlace(
      place,
      {
        ...scope,
        visible,
        complete: place.complete,
        onSuccess: next === undefined ? scope.onSuccess : { Next: entryName(next, context) },
        onFailure:
          next === undefined
            ? scope.onFailure
            : { Next: place.blocksNext ? blockedName(next.item) : entryName(next, context) },
      },
      context,
    );
    visible = new Map([...visible, ...visibleAfter(place.item, scope, context)]);
  });
  return entryName(places[0] as Place, context);
}

function emitPlace(place: Place, scope: Scope, context: EmitContext): void {
  const { item } = place;
  let blockable = place.canBeBlocked;
  let onBlocked: Detour;
  switch (item.kind) {
    case 'step': {
      const name = item.step.name.value;
      const visible = new Map([...scope.visible, ...visibleAfter(item, scope, context)]);
      const told = tellsOf(item, name, 'complete', scope.onSuccess, visible, context);
      onBlocked = tellsOf(item, name, 'not complete', scope.onFailure, visible, context);
      const around = { ...scope, visible, onSuccess: told.entry, onFailure: onBlocked.entry };
      emitStep(item.step, blockedName(item), around, context);
      scope.states.addAll(told.states);
      scope.states.addAll(onBlocked.states);
      blockable ||= isGuarded(item.step, place.complete, context);
      break;
    }
    case 'parallel':
      emitParallel(item, scope, context);
      // Its steps speak for themselves when they run. A group that is blocked whole must speak for them.
      onBlocked = tellsOf(item, parallelName(item), 'not complete', scope.onFailure, scope.visible, context);
      if (blockable) scope.states.addAll(onBlocked.states);
      break;
    case 'sequence':
      throw new Error('A sequence has no sequence for an item.');
  }
  if (blockable) {
    const { path, entry } = blockedItem(item, containerPath(scope.depth));
    scope.states.add(blockedName(item), { Type: 'Pass', Result: entry, ResultPath: path, ...onBlocked.entry });
  }
}

/** The addresses of the entries that lie in the state data once control has passed an item: its own, and those it received. */
function visibleAfter(item: Region, { depth }: Scope, { deliveries }: EmitContext): ReadonlyMap<string, string> {
  return new Map([...receivedAddressesOf(item, depth, deliveries), ...addressesOf(item, containerPath(depth))]);
}

/** A Parallel, and after it a Choice where the next state depends on what came of the branches. */
function emitParallel(region: ParallelRegion, scope: Scope, context: EmitContext): void {
  const name = parallelName(region);
  const container = containerPath(scope.depth);
  const key = parallelKey(region);
  const branches = region.branches.map((branch) => emitBranch(branch, scope, context));
  const result = { ResultPath: `${container}.${key}` };
  if (sameExit(scope.onSuccess, scope.onFailure)) {
    scope.states.add(name, { Type: 'Parallel', Branches: branches, ...result, ...scope.onSuccess });
    return;
  }
  const check = auxiliaryName(name, 'complete?');
  scope.states.add(name, { Type: 'Parallel', Branches: branches, ...result, Next: check });
  const addresses = addressesOf(region, container);
  const last = lastSteps(region, context).map((step) => addresses.get(step) as string);
  scope.states.add(check, {
    Type: 'Choice',
    Choices: [{ ...allComplete(last), Next: nextOf(scope.onSuccess) }],
    Default: nextOf(scope.onFailure),
  });
}

function emitBranch(branch: Region, outer: Scope, context: EmitContext): SubMachine {
  const states = new StateList();
  const depth = outer.depth + 1;
  const exit: Exit = { End: true, OutputPath: containerPath(depth) };
  const scope: Scope = { ...outer, states, depth, onSuccess: exit, onFailure: exit };
  const startAt = emitRegion(branch, scope, context);
  return { StartAt: startAt, States: states.toRecord() };
}

/** Steps of a region on which no other step of it depends: when they are complete, all are. */
function lastSteps(region: Region, context: EmitContext): readonly string[] {
  const names = stepsOf(region).map((step) => step.name.value);
  const followed = new Set(names.flatMap((name) => context.plan.dependencies.get(name) ?? []));
  return names.filter((name) => !followed.has(name));
}

function entryName(place: Place, context: EmitContext): string {
  switch (place.item.kind) {
    case 'step':
      return stepEntryName(place.item.step, place.complete, context);
    case 'parallel':
      return parallelName(place.item);
    case 'sequence':
      throw new Error('A sequence has no sequence for an item.');
  }
}

function blockedName(item: Region): string {
  return auxiliaryName(item.kind === 'step' ? item.step.name.value : parallelName(item as ParallelRegion), 'blocked');
}

function sameExit(a: Exit, b: Exit): boolean {
  return 'Next' in a && 'Next' in b ? a.Next === b.Next : 'End' in a && 'End' in b;
}
