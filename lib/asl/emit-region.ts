import { stepsOf, type ParallelRegion, type Region } from '../plan/region.ts';
import { addressesOf, blockedItem, containerPath } from './data-flow.ts';
import { emitStep, isGuarded, stepEntryName } from './emit-step.ts';
import { StateList, type EmitContext, type Exit, type Scope } from './machine.ts';
import { allComplete } from './presence.ts';
import { placeItems, type Place } from './sequence-flow.ts';
import { auxiliaryName, parallelKey, parallelName } from './state-names.ts';
import type { SubMachine } from './types.ts';

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
    visible = new Map([...visible, ...addressesOf(place.item, containerPath(scope.depth))]);
  });
  return entryName(places[0] as Place, context);
}

function emitPlace(place: Place, scope: Scope, context: EmitContext): void {
  const { item } = place;
  let blockable = place.canBeBlocked;
  switch (item.kind) {
    case 'step':
      emitStep(item.step, blockedName(item), scope, context);
      blockable ||= isGuarded(item.step, place.complete, context);
      break;
    case 'parallel':
      emitParallel(item, scope, context);
      break;
    case 'sequence':
      throw new Error('A sequence has no sequence for an item.');
  }
  if (blockable) {
    const { path, entry } = blockedItem(item, containerPath(scope.depth));
    scope.states.add(blockedName(item), { Type: 'Pass', Result: entry, ResultPath: path, ...scope.onFailure });
  }
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

function nextOf(exit: Exit): string {
  if ('End' in exit) throw new Error('A Choice cannot end a branch.');
  return exit.Next;
}
