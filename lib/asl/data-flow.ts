import type { JsonObject, JsonValue } from '../contract/json.ts';
import type { Region } from '../plan/region.ts';
import { memberPath } from './json-path.ts';
import { parallelKey } from './state-names.ts';

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
  const addresses = new Map<string, string>();
  collectAddresses(region, container, addresses);
  return addresses;
}

function collectAddresses(region: Region, container: string, into: Map<string, string>): void {
  switch (region.kind) {
    case 'step':
      into.set(region.step.name.value, memberPath(container, region.step.name.value));
      return;
    case 'sequence':
      for (const item of region.items) collectAddresses(item, container, into);
      return;
    case 'parallel':
      region.branches.forEach((branch, index) => {
        collectAddresses(branch, `${container}.${parallelKey(region)}[${index}]`, into);
      });
  }
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
