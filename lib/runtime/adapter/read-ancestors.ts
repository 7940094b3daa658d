import type { CompletedEntry, SkippedEntry, WorkerEntry } from '../../contract/step-entry.ts';

/** What leads on to the entries before it. */
type PassedEntry = CompletedEntry | SkippedEntry;

/**
 * The entries of all transitive dependencies that completed, by step name: from one to the next along their `after`. What
 * other steps left is there too, and passed over. See `StateData` for what is where.
 */
export function readAncestors(data: object, dependencies: readonly string[]): ReadonlyMap<string, CompletedEntry> {
  const all = new Map<string, PassedEntry>();
  for (const [member, container] of Object.entries(data)) {
    if (member.startsWith('steps') || member.startsWith('received')) collect(container, all);
  }
  const passed = new Set<string>();
  const ancestors = new Map<string, CompletedEntry>();
  const open = [...dependencies];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const entry = all.get(name);
    if (entry === undefined || passed.has(name)) continue;
    passed.add(name);
    open.push(...entry.after);
    if (!('result' in entry)) continue;
    if (entry.workers === undefined) ancestors.set(name, entry);
    else for (const worker of entry.workers) ancestors.set(worker.worker, resultOfWorker(worker));
  }
  return ancestors;
}

/** What a failed worker leaves for those who go on without it. Tasker: "Failure strategies". */
function resultOfWorker(worker: WorkerEntry): CompletedEntry {
  if ('result' in worker) return worker;
  const { caught } = worker.failure;
  const items = typeof worker.cursor.batch_size === 'number' ? worker.cursor.batch_size : 0;
  const counts = { items_processed: items, items_succeeded: 0, items_failed: items, items_skipped: 0 };
  const errors = [{ error: caught.Error, ...(caught.Cause !== undefined && { cause: caught.Cause }) }];
  return {
    result: { partial_failure: true, batch_id: worker.cursor.batch_id ?? null, ...counts, results: [], errors },
    after: [],
  };
}

function collect(container: unknown, found: Map<string, PassedEntry>): void {
  if (typeof container !== 'object' || container === null) return;
  for (const [name, value] of Object.entries(container)) {
    if (isEntry(value)) found.set(name, value);
    else collect(value, found);
  }
}

/** A container may hold a step called `after`, but no group is. */
function isEntry(value: unknown): value is PassedEntry {
  return typeof value === 'object' && value !== null && 'after' in value && Array.isArray(value.after);
}
