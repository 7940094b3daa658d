import type { CompletedEntry } from '../../contract/step-entry.ts';

/**
 * The entries of all transitive dependencies in the state data, by step name: from one to the next along their `after`. What
 * other steps left is there too, and passed over. See `StateData` for what is where.
 */
export function readAncestors(data: object, dependencies: readonly string[]): ReadonlyMap<string, CompletedEntry> {
  const all = new Map<string, CompletedEntry>();
  for (const [member, container] of Object.entries(data)) {
    if (member.startsWith('steps') || member.startsWith('received')) collect(container, all);
  }
  const ancestors = new Map<string, CompletedEntry>();
  const open = [...dependencies];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const entry = all.get(name);
    if (entry === undefined || ancestors.has(name)) continue;
    ancestors.set(name, entry);
    open.push(...entry.after);
  }
  return ancestors;
}

function collect(container: unknown, found: Map<string, CompletedEntry>): void {
  if (typeof container !== 'object' || container === null) return;
  for (const [name, value] of Object.entries(container)) {
    if (isEntry(value)) found.set(name, value);
    else collect(value, found);
  }
}

/** A container may hold a step called `after`, but no group is. */
function isEntry(value: unknown): value is CompletedEntry {
  return typeof value === 'object' && value !== null && 'after' in value && Array.isArray(value.after);
}
