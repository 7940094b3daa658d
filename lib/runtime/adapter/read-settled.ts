import type { Caught, CompletedEntry, IsolatedEntry, WorkerEntry } from '../../contract/step-entry.ts';
import type { Entries } from './read-entries.ts';

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
