import { randomUUID } from 'node:crypto';
import { readRunName } from '../../contract/run-name.ts';
import type { Changes, Watched } from './changes.ts';

/** After one change was told, the next ones are told together, so much later: a busy run has thousands in a second. */
const PAUSE_MS = 100;
/** Runs that changed last; of the others it is known that they have not since. */
const MOST_RUNS = 20_000;

interface Listener extends Watched {
  timer: NodeJS.Timeout | undefined;
  told: string | undefined;
}

/** An execution that begins, or goes on. */
interface BegunExecution {
  readonly name: string;
  readonly arn: string;
  /** The ARN of the execution that has started it, to do a part of its work. */
  readonly startedBy?: string;
}

/** Changes that whoever runs the tasks tells as they happen. */
export class ChangeFeed implements Changes {
  /** Numbers of another process mean something else. */
  readonly #process = randomUUID().slice(0, 8);
  readonly #changes = new Map<string, number>();
  /** By ARN of an execution: the runs that change with it. */
  readonly #runs = new Map<string, readonly string[]>();
  readonly #listeners = new Set<Listener>();
  #total = 0;
  #isClosed = false;

  /** Takes an execution that begins; what it returns is called at each of its changes. They are those of the one that has started it, too. */
  readonly begun = ({ name, arn, startedBy }: BegunExecution): (() => void) => {
    const around = startedBy === undefined ? [name] : (this.#runs.get(startedBy) ?? [startedBy, nameIn(startedBy)]);
    const runs = [arn, ...around];
    this.#runs.delete(arn);
    this.#runs.set(arn, runs);
    dropOldest(this.#runs);
    return () => {
      for (const run of runs) this.changed(run);
    };
  };

  /** Something of a run has changed. @param run The id of the run, or the name or ARN of an execution of it. */
  readonly changed = (run: string): void => {
    const key = keyOf(run);
    this.#total++;
    this.#changes.delete(key);
    this.#changes.set(key, this.#total);
    dropOldest(this.#changes);
    for (const listener of this.#listeners) {
      if (listener.run === undefined || keyOf(listener.run) === key) this.#tell(listener);
    }
  };

  versionOf(run: string | undefined): string {
    const number = run === undefined ? this.#total : (this.#changes.get(keyOf(run)) ?? 0);
    return `${this.#process}-${String(number)}`;
  }

  watch(watched: Watched): () => void {
    if (this.#isClosed) {
      watched.end();
      return () => undefined;
    }
    const listener: Listener = { ...watched, timer: undefined, told: watched.since };
    this.#listeners.add(listener);
    this.#tell(listener);
    return () => {
      clearTimeout(listener.timer);
      this.#listeners.delete(listener);
    };
  }

  /** Lets nobody wait any longer. */
  close(): void {
    this.#isClosed = true;
    for (const listener of this.#listeners) {
      clearTimeout(listener.timer);
      listener.end();
    }
    this.#listeners.clear();
  }

  /** The first change is told at once, those that follow it closely at the end of the pause. */
  #tell(listener: Listener): void {
    const version = this.versionOf(listener.run);
    if (listener.timer !== undefined || version === listener.told) return;
    listener.told = version;
    listener.tell(version);
    listener.timer = setTimeout(() => {
      listener.timer = undefined;
      this.#tell(listener);
    }, PAUSE_MS);
    listener.timer.unref();
  }
}

function dropOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MOST_RUNS && oldest !== undefined) map.delete(oldest);
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** What the executions of a task have in common: a repaired one goes on in another, and whoever watches it knows the first. */
function keyOf(run: string): string {
  const begin = run.lastIndexOf(':') + 1;
  return run.slice(0, begin) + readRunName(run.slice(begin)).base;
}
