import type { BatchList } from '../../contract/batch.ts';
import type { JsonObject } from '../../json.ts';
import type { Caught, CompletedEntry, IsolatedEntry, SkippedEntry, WorkerEntry } from '../../contract/step-entry.ts';
import { partialFailure } from '../batch/partial-failure.ts';

/** What leads on to the entries before it. */
type PassedEntry = CompletedEntry | SkippedEntry;

/** The entries in the state data that tell of work that is done, by step name. */
export interface Entries {
  /** Of steps that completed or were skipped. */
  readonly passed: ReadonlyMap<string, PassedEntry>;
  /** Of batches in which workers failed, each for itself: by their template, what each left. */
  readonly isolated: ReadonlyMap<string, IsolatedEntry['isolated']>;
}

/** What a step left that has a result. */
export type ResultEntry = CompletedEntry & { readonly result: JsonObject };

/** Reads them, wherever their containers lie. See `StateData` for what is where. */
export function readEntries(data: object): Entries {
  const entries = { passed: new Map<string, PassedEntry>(), isolated: new Map<string, IsolatedEntry['isolated']>() };
  for (const [member, container] of Object.entries(data)) {
    if (member.startsWith('steps') || member.startsWith('received')) collect(container, entries);
  }
  return entries;
}

/** What a step sees of those before it. */
interface Ancestors {
  /** Their entries, by step name. */
  readonly ancestors: ReadonlyMap<string, ResultEntry>;
  /** Where the workers are listed that have left theirs outside of the state data. */
  readonly listed: readonly BatchList[];
}

/**
 * The entries of all transitive dependencies that completed, by step name: from one to the next along their `after`. What
 * other steps left is there too, and passed over.
 */
export function readAncestors(entries: Entries, dependencies: readonly string[]): Ancestors {
  const { passed: all } = entries;
  const passed = new Set<string>();
  const ancestors = new Map<string, ResultEntry>();
  const listed: BatchList[] = [];
  // Who asks for the result of a step that was resolved without one is told null, as of any that is not there.
  const add = (step: string, left: CompletedEntry) => {
    if (hasResult(left)) ancestors.set(step, left);
  };
  const open = [...dependencies];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const entry = all.get(name);
    if (entry === undefined || passed.has(name)) continue;
    passed.add(name);
    open.push(...entry.after);
    if (!('result' in entry)) continue;
    if (entry.children !== undefined) listed.push(...listsOf(name, all));
    else if (entry.workers === undefined) add(name, entry);
    else for (const worker of entry.workers) add(worker.worker, resultOfWorker(worker));
  }
  return { ancestors, listed };
}

/** Where the workers of a batch are listed: the batchable step before them has said it. */
function listsOf(template: string, all: Entries['passed']): readonly BatchList[] {
  return [...all.values()].flatMap((entry) => {
    if (!('result' in entry) || entry.activate?.[template] !== true) return [];
    return entry.batches !== undefined && 'uri' in entry.batches ? [entry.batches] : [];
  });
}

function hasResult(entry: CompletedEntry): entry is ResultEntry {
  return entry.result !== null;
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
      : (entries.isolated.get(name)?.filter(isWorker) ?? readWorkers(entries, name)).find(
          (one) => one.worker === worker,
        );
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

function isWorker(entry: IsolatedEntry['isolated'][number]): entry is WorkerEntry {
  return 'worker' in entry;
}

function resultOfWorker(worker: WorkerEntry): CompletedEntry {
  return 'result' in worker ? worker : { result: partialFailure(worker.cursor, worker.failure.caught), after: [] };
}

interface Found {
  readonly passed: Map<string, PassedEntry>;
  readonly isolated: Map<string, IsolatedEntry['isolated']>;
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
