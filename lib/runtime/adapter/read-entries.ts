import type { Caught, CompletedEntry, IsolatedEntry, SkippedEntry, WorkerEntry } from '../../contract/step-entry.ts';

/** What leads on to the entries before it. */
type PassedEntry = CompletedEntry | SkippedEntry;

/** The entries in the state data that tell of work that is done, by step name. */
export interface Entries {
  /** Of steps that completed or were skipped. */
  readonly passed: ReadonlyMap<string, PassedEntry>;
  /** Of batches in which workers failed, each for itself: by their template, what each left. */
  readonly isolated: ReadonlyMap<string, readonly WorkerEntry[]>;
}

/** Reads them, wherever their containers lie. See `StateData` for what is where. */
export function readEntries(data: object): Entries {
  const entries = { passed: new Map<string, PassedEntry>(), isolated: new Map<string, readonly WorkerEntry[]>() };
  for (const [member, container] of Object.entries(data)) {
    if (member.startsWith('steps') || member.startsWith('received')) collect(container, entries);
  }
  return entries;
}

/**
 * The entries of all transitive dependencies that completed, by step name: from one to the next along their `after`. What
 * other steps left is there too, and passed over.
 */
export function readAncestors(entries: Entries, dependencies: readonly string[]): ReadonlyMap<string, CompletedEntry> {
  const { passed: all } = entries;
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

/** A step of the task: for a worker of a batch, the name of its template too. */
interface StepName {
  readonly name: string;
  readonly worker: string | undefined;
}

/** The entry of a step that completed before its task was redriven: its handler has nothing more to do. */
export function readCompleted(entries: Entries, { name, worker }: StepName): CompletedEntry | undefined {
  const entry =
    worker === undefined
      ? entries.passed.get(name)
      : (entries.isolated.get(name) ?? readWorkers(entries, name)).find((one) => one.worker === worker);
  return entry !== undefined && 'result' in entry ? entry : undefined;
}

/** With what a worker failed whose batch went on without it, before its task was redriven: it is done, too. */
export function readGivenUp(entries: Entries, { name, worker }: StepName): Caught | undefined {
  const entry = readWorkers(entries, name).find((one) => one.worker === worker);
  return entry !== undefined && 'failure' in entry ? entry.failure.caught : undefined;
}

/** What the workers of a batch left that completed. */
function readWorkers({ passed }: Entries, template: string): readonly WorkerEntry[] {
  const entry = passed.get(template);
  return entry !== undefined && 'workers' in entry ? (entry.workers ?? []) : [];
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

interface Found {
  readonly passed: Map<string, PassedEntry>;
  readonly isolated: Map<string, readonly WorkerEntry[]>;
}

function collect(container: unknown, found: Found): void {
  if (typeof container !== 'object' || container === null) return;
  for (const [name, value] of Object.entries(container)) {
    if (isIsolated(value)) found.isolated.set(name, value.isolated);
    else if (isEntry(value)) found.passed.set(name, value);
    else collect(value, found);
  }
}

/** A container may hold a step called `isolated`, whose entry is no list. */
function isIsolated(value: unknown): value is IsolatedEntry {
  return typeof value === 'object' && value !== null && 'isolated' in value && Array.isArray(value.isolated);
}

/** A container may hold a step called `after`, but no group is. */
function isEntry(value: unknown): value is PassedEntry {
  return typeof value === 'object' && value !== null && 'after' in value && Array.isArray(value.after);
}
