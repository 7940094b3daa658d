import type { HistoryEvent } from '../../states-language/history.ts';
import type { MapRunRecord } from '../engine/distributed/map-run-record.ts';
import type { Execution, ExecutionOutcome } from '../engine/execution.ts';
import { without } from '../base/without.ts';
import { WHOLE_HISTORY, type EventRange } from './history-pieces.ts';
import type { ExecutionRecord, RedrivenExecution, StartedExecution } from './execution-record.ts';

/** Where the histories of finished executions lie. */
export interface HistoryArchive {
  /** Told of an execution that begins, or begins again. */
  begin(record: ExecutionRecord, events: readonly HistoryEvent[]): void;
  /** Keeps a finished execution. */
  save(record: ExecutionRecord, events: readonly HistoryEvent[]): void;
  /** Reads some of its events; none of a history that is lost. */
  read(record: ExecutionRecord, range: EventRange): Promise<readonly HistoryEvent[]>;
  remove(record: ExecutionRecord): void;
}

/** How many finished executions are kept, and for how long. */
export interface Retention {
  /** Ended executions that are kept, at most. */
  readonly executions: number;
  /** Milliseconds for which an ended execution is kept. */
  readonly ageMs: number;
}

/** How often each mocked state of an execution was asked. */
export type Invocations = Map<string, number>;

interface Entry {
  record: ExecutionRecord;
  live: Execution | undefined;
}

/** All executions of the service. Finished ones make room for newer ones. */
export class Executions {
  readonly #entries = new Map<string, Entry>();
  readonly #byMachine = new Map<string, Map<string, Entry>>();
  /** The executions of Map Runs, by the ARNs of these. */
  readonly #ofMapRuns = new Map<string, string>();
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
    for (const entry of entries) {
      this.#finished.add(entry);
      for (const { arn } of entry.record.mapRuns ?? []) this.addMapRun(arn, entry.record.arn);
    }
  }

  /** Takes in an execution that has just started; it is kept when it has ended. */
  add(live: Execution, started: StartedExecution, invocations?: Invocations): ExecutionRecord {
    const record: ExecutionRecord = { ...started, sequence: ++this.#sequence, status: 'RUNNING' };
    const entry: Entry = { record, live };
    this.#insert(entry);
    this.#archive.begin(record, live.history);
    this.#watch(entry, live, invocations);
    return record;
  }

  /** Takes in an execution that has been redriven, in the place that it had. */
  resume(live: Execution, redriven: RedrivenExecution, invocations?: Invocations): void {
    const entry = this.#entries.get(live.arn);
    if (entry === undefined) return;
    entry.record = { ...without(entry.record, 'stopDate', 'output', 'error', 'cause'), ...redriven, status: 'RUNNING' };
    entry.live = live;
    this.#finished.delete(entry);
    this.#archive.begin(entry.record, live.history);
    this.#watch(entry, live, invocations);
  }

  /** Notes whose Map Run it is. */
  addMapRun(mapRunArn: string, executionArn: string): void {
    this.#ofMapRuns.set(mapRunArn, executionArn);
  }

  get(arn: string): ExecutionRecord | undefined {
    return this.#entries.get(arn)?.record;
  }

  /** The execution itself, while it runs. */
  live(arn: string): Execution | undefined {
    return this.#entries.get(arn)?.live;
  }

  /** How many events an execution's history has so far. */
  eventCount({ arn, eventCount = 0 }: ExecutionRecord): number {
    return this.live(arn)?.history.length ?? eventCount;
  }

  /** The events of an execution so far, oldest first; those in a range alone, where one is asked for. */
  async history(record: ExecutionRecord, range: EventRange = WHOLE_HISTORY): Promise<readonly HistoryEvent[]> {
    const live = this.live(record.arn)?.history;
    return live === undefined ? this.#archive.read(record, range) : live.slice(range.firstId - 1, range.lastId);
  }

  /** The runs of an execution's distributed Maps, oldest first. */
  mapRuns(arn: string): readonly MapRunRecord[] {
    const entry = this.#entries.get(arn);
    return entry?.live?.mapRuns ?? entry?.record.mapRuns ?? [];
  }

  /** A Map Run, with the ARN of its execution. */
  mapRun(mapRunArn: string): { readonly executionArn: string; readonly run: MapRunRecord } | undefined {
    const executionArn = this.#ofMapRuns.get(mapRunArn);
    if (executionArn === undefined) return undefined;
    const run = this.mapRuns(executionArn).find(({ arn }) => arn === mapRunArn);
    return run && { executionArn, run };
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

  #watch(entry: Entry, live: Execution, invocations: Invocations = new Map()): void {
    void live.finished.then((outcome) => {
      this.#finish(entry, live, outcome, invocations);
    });
  }

  #finish(entry: Entry, live: Execution, outcome: ExecutionOutcome, invocations: Invocations): void {
    const { status, output, error, cause, stopDate } = outcome;
    const { history, mapRuns } = live;
    entry.record = {
      ...entry.record,
      status,
      stopDate,
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
      eventCount: history.length,
      ...(mapRuns.length > 0 && { mapRuns }),
      ...(invocations.size > 0 && { invocations: Object.fromEntries(invocations) }),
    };
    entry.live = undefined;
    this.#archive.save(entry.record, history);
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
    const { arn, machineArn, mapRuns = [] } = entry.record;
    for (const run of mapRuns) this.#ofMapRuns.delete(run.arn);
    this.#finished.delete(entry);
    this.#entries.delete(arn);
    this.#byMachine.get(machineArn)?.delete(arn);
    this.#archive.remove(entry.record);
  }
}
