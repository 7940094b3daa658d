import type { JsonObject } from '../../json.ts';
import type { CompletedEntry, IsolatedEntry, SkippedEntry, WorkerEntry } from '../../contract/step-entry.ts';

/** What leads on to the entries before it. */
export type PassedEntry = CompletedEntry | SkippedEntry;

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
  const passed = new Map<string, PassedEntry>();
  const isolated = new Map<string, IsolatedEntry['isolated']>();
  const collect = (container: unknown): void => {
    if (typeof container !== 'object' || container === null) return;
    for (const [name, value] of Object.entries(container as Record<string, unknown>)) {
      // A container may hold a step called as a mark, whose entry is no list.
      const marks = value as Partial<IsolatedEntry & PassedEntry> | null;
      if (Array.isArray(marks?.isolated)) isolated.set(name, marks.isolated);
      else if (Array.isArray(marks?.after)) passed.set(name, value as PassedEntry);
      else collect(value);
    }
  };
  for (const [member, container] of Object.entries(data)) if (/^(steps|received)/.test(member)) collect(container);
  return { passed, isolated };
}

/** What a step sees of those before it. */
interface Ancestors {
  /** Their entries, by step name; of workers that failed and that their batch goes on without, the failure. */
  readonly ancestors: ReadonlyMap<string, ResultEntry | WorkerEntry>;
  /** The batches among them whose workers have left theirs outside of the state data. */
  readonly listed: readonly string[];
}

/**
 * The entries of all transitive dependencies that completed, by step name: from one to the next along their `after`. What
 * other steps left is there too, and passed over.
 */
export function readAncestors({ passed }: Entries, dependencies: readonly string[]): Ancestors {
  const seen = new Set(dependencies);
  const ancestors = new Map<string, ResultEntry | WorkerEntry>();
  const listed: string[] = [];
  // A set goes through what it gets on the way, too.
  for (const name of seen) {
    const entry = passed.get(name);
    if (entry === undefined) continue;
    for (const before of entry.after) seen.add(before);
    if (!('result' in entry)) continue;
    if (entry.children !== undefined) listed.push(name);
    else if (entry.workers !== undefined) for (const worker of entry.workers) ancestors.set(worker.worker, worker);
    // Who asks for the result of a step that was resolved without one is told null, as of any that is not there.
    else if (entry.result !== null) ancestors.set(name, entry as ResultEntry);
  }
  return { ancestors, listed };
}
