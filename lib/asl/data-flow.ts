import type { JsonObject, JsonValue } from '../contract/json.ts';
import type { Region } from '../plan/region.ts';
import type { Step } from '../template/task-template.ts';
import { entriesOf, type Delivery } from './deliveries.ts';
import { memberPath } from './json-path.ts';
import { parallelKey, receivedKey } from './state-names.ts';

/**
 * Where the entries of settled steps lie. Each line of states writes to a container of its depth: `$.steps` at the top,
 * `$.steps_1` in a branch, and so on. A branch returns its container alone, and the Parallel keeps the branches' array in
 * the container above, so the address of every entry is known here and nothing is merged at run time.
 */
export function containerPath(depth: number): string {
  return depth === 0 ? '$.steps' : `$.steps_${depth}`;
}

/** The addresses of a region's entries, by step name, once control has passed it. */
export function addressesOf(region: Region, container: string): ReadonlyMap<string, string> {
  return new Map(
    containersOf(region, container).map(({ step, container: own }) => {
      const name = step.name.value;
      return [name, memberPath(own, name)];
    }),
  );
}

/** The addresses of received entries that lie in the state data once control has passed a region, by step name. */
export function receivedAddressesOf(
  region: Region,
  depth: number,
  deliveries: ReadonlyMap<string, Delivery>,
): ReadonlyMap<string, string> {
  return new Map(
    containersOf(region, containerPath(depth)).flatMap(({ step, container }) => {
      const delivery = deliveries.get(step.name.value);
      if (delivery === undefined) return [];
      // In this very line of states, or brought along by a branch.
      if (region.kind !== 'step' && !delivery.outlivesBranch) return [];
      const path = region.kind === 'step' ? receivedPath(step, delivery, depth) : receivedIn(container, step);
      return entriesOf(delivery).map((name) => [name, memberPath(path, name)]);
    }),
  );
}

/** Where a step that waits, in a line of this depth, keeps the entries that it received. */
export function receivedPath(step: Step, { outlivesBranch }: Delivery, depth: number): string {
  return receivedIn(outlivesBranch ? containerPath(depth) : `$.received_${depth}`, step);
}

function receivedIn(container: string, step: Step): string {
  return `${container}.${receivedKey(step)}`;
}

/** The steps of a region, each with the container that holds its entry. */
function containersOf(
  region: Region,
  container: string,
): readonly { readonly step: Step; readonly container: string }[] {
  switch (region.kind) {
    case 'step':
      return [{ step: region.step, container }];
    case 'sequence':
      return region.items.flatMap((item) => containersOf(item, container));
    case 'parallel':
      return region.branches.flatMap((branch, index) =>
        containersOf(branch, `${container}.${parallelKey(region)}[${index}]`),
      );
  }
}

/** The entry of a step that failed. Keeps the error output whole: engines differ in whether a timeout has a `Cause`. */
export function failureEntry(step: string, maxAttempts: number): JsonObject {
  return { failure: { step, max_attempts: maxAttempts, 'caught.$': '$.caught' } };
}

/** What a region that never ran leaves in its container, as if each of its steps had been passed and found blocked. */
export function blockedEntries(region: Region): JsonObject {
  switch (region.kind) {
    case 'step':
      return { [region.step.name.value]: { blocked: region.step.name.value } };
    case 'sequence':
      return Object.assign({}, ...region.items.map(blockedEntries)) as JsonObject;
    case 'parallel':
      return { [parallelKey(region)]: region.branches.map(blockedEntries) };
  }
}

/** The member under which an item of a sequence lies in its container, and what a blocked one leaves there. */
export function blockedItem(item: Region, container: string): { readonly path: string; readonly entry: JsonValue } {
  const [member] = Object.entries(blockedEntries(item));
  if (member === undefined || item.kind === 'sequence') throw new Error('A sequence has no sequence for an item.');
  return { path: memberPath(container, member[0]), entry: member[1] };
}
