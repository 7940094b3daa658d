import type { HistoryEvent } from '../../contract/history.ts';
import type { Execution, ExecutionOutcome } from '../execution.ts';
import type { Revision } from './state-machines.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What is known of an execution but for its history; dates in ms since 1970. */
export interface ExecutionRecord {
  /** The order of starts. */
  readonly sequence: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly mapRunArn?: string;
  readonly traceHeader?: string;
  /** JSON text. */
  readonly input: string;
  readonly revision: Revision;
  readonly startDate: number;
  readonly status: ExecutionStatus;
  readonly stopDate?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Where the histories of finished executions lie. */
export interface HistoryArchive {
  /** Keeps a finished execution. */
  save(record: ExecutionRecord, events: readonly HistoryEvent[]): void;
  read(record: ExecutionRecord): Promise<readonly HistoryEvent[]>;
  remove(record: ExecutionRecord): void;
}

/** How many finished executions are kept, and for how long. */
export interface Retention {
  readonly executions: number;
  readonly ageMs: number;
}

interface Entry {
  record: ExecutionRecord;
  live: Execution | undefined;
}

/** All executions of the service. Finished ones make room for newer ones. */
export class Executions {
  readonly #entries = new Map<string, Entry>();
  readonly #byMachine = new Map<string, Map<string, Entry>>();
  /** In the order in which they ended. */
  readonly #finished = new Set<Entry>();
  readonly #archive: HistoryArchive;
  readonly #retention: Retention;
  #sequence = 0;

  constructor(archive: HistoryArchive, retention: Retention) {
    this.#archive = archive;
    this.#retention = retention;
  }

  /** Puts back the executions of an earlier run of the service, in the order in which they ended. */
  restore(records: readonly ExecutionRecord[]): void {
    const entries = records.map((record): Entry => ({ record, live: undefined }));
    // Lists are in the order of starts.
    for (const entry of entries.toSorted((a, b) => a.record.sequence - b.record.sequence)) {
      this.#insert(entry);
      this.#sequence = entry.record.sequence;
    }
    for (const entry of entries) this.#finished.add(entry);
  }

  /** Takes in an execution that has just started; it is kept when it has ended. */
  add(live: Execution, started: Omit<ExecutionRecord, 'sequence' | 'status'>): ExecutionRecord {
    const record: ExecutionRecord = { ...started, sequence: ++this.#sequence, status: 'RUNNING' };
    const entry: Entry = { record, live };
    this.#insert(entry);
    void live.finished.then((outcome) => {
      this.#finish(entry, live, outcome);
    });
    return record;
  }

  get(arn: string): ExecutionRecord | undefined {
    return this.#entries.get(arn)?.record;
  }

  /** The execution itself, while it runs. */
  live(arn: string): Execution | undefined {
    return this.#entries.get(arn)?.live;
  }

  async history(record: ExecutionRecord): Promise<readonly HistoryEvent[]> {
    return this.live(record.arn)?.history ?? this.#archive.read(record);
  }

  /** The executions of a machine, newest first. */
  of(machineArn: string): readonly ExecutionRecord[] {
    return [...(this.#byMachine.get(machineArn)?.values() ?? [])].map(({ record }) => record).reverse();
  }

  /** Whether an execution of the machine runs. */
  isRunning(machineArn: string): boolean {
    return this.of(machineArn).some(({ status }) => status === 'RUNNING');
  }

  /** Forgets the executions of a machine. */
  removeOf(machineArn: string): void {
    for (const entry of [...(this.#byMachine.get(machineArn)?.values() ?? [])]) this.#remove(entry);
  }

  /** Ends all that still runs. */
  async stopAll(error: string, cause: string): Promise<void> {
    const running = [...this.#entries.values()].flatMap(({ live }) => live ?? []);
    for (const live of running) live.stop(error, cause);
    await Promise.all(running.map(({ finished }) => finished));
  }

  #finish(entry: Entry, live: Execution, { status, output, error, cause, stopDate }: ExecutionOutcome): void {
    entry.record = {
      ...entry.record,
      status,
      stopDate,
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
    entry.live = undefined;
    this.#archive.save(entry.record, live.history);
    this.#finished.add(entry);
    this.#makeRoom(stopDate);
  }

  #insert(entry: Entry): void {
    const { arn, machineArn } = entry.record;
    let siblings = this.#byMachine.get(machineArn);
    if (siblings === undefined) this.#byMachine.set(machineArn, (siblings = new Map<string, Entry>()));
    this.#entries.set(arn, entry);
    siblings.set(arn, entry);
  }

  #makeRoom(now: number): void {
    for (const entry of this.#finished) {
      const isOld = (entry.record.stopDate ?? now) < now - this.#retention.ageMs;
      if (this.#finished.size <= this.#retention.executions && !isOld) return;
      this.#remove(entry);
    }
  }

  #remove(entry: Entry): void {
    const { arn, machineArn } = entry.record;
    this.#finished.delete(entry);
    this.#entries.delete(arn);
    this.#byMachine.get(machineArn)?.delete(arn);
    this.#archive.remove(entry.record);
  }
}
