import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { Activity } from './activity.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { HistoryArchive } from './executions.ts';
import type { Alias, Machine, Revision, Version } from './state-machines.ts';
import { parseDefinition } from '../base/parse-definition.ts';
import { cutHistory, readPieces, WHOLE_HISTORY, type EventRange } from './history-pieces.ts';

/** A revision is kept once, in a file of its own; all others name it by its hash. */
type ByHash<T extends { readonly revision: Revision }> = Omit<T, 'revision'> & { readonly revision: string };
type StoredMachine = Omit<ByHash<Machine>, 'versions' | 'aliases' | 'tags'> & {
  readonly versions: readonly ByHash<Version>[];
  readonly aliases: readonly Alias[];
  readonly tags: readonly (readonly [string, string])[];
};
type StoredExecution = ByHash<ExecutionRecord> & {
  /** With which event each line of the history ends. */
  readonly lineEnds: readonly number[];
};
type StoredActivity = Omit<Activity, 'tags'> & Pick<StoredMachine, 'tags'>;

/** What became of an execution that ran when the service ended without a word. */
const KILLED = {
  error: 'LocalServiceStopped',
  cause: 'The local service ended while the execution ran.',
} as const;

/**
 * Keeps state machines, activities and executions in a folder, so that they are there when the service starts again. An
 * execution is a file of lines: what is known of it, and the pieces of its history. {@link DataFolder.durable} is waited for before
 * anything is answered: what was answered is on the disk.
 */
export class DataFolder implements HistoryArchive {
  readonly #path: string;
  readonly #report: (problem: string) => void;
  readonly #revisions = new Map<string, Revision>();
  readonly #hashes = new WeakMap<Revision, string>();
  /** What is not on the disk yet, by file, in the order of the changes: its lines, or that it is to go. */
  readonly #pending = new Map<string, readonly string[] | undefined>();
  #writing: Promise<void> | undefined;
  /** How many changes there were, and how many of them are on the disk. */
  #changes = 0;
  #written = 0;

  /** `report` is told when a file cannot be written or read. */
  constructor(path: string, report: (problem: string) => void) {
    this.#path = path;
    this.#report = report;
  }

  /** Reads what an earlier run has left; executions come in the order in which they ended. */
  async load(): Promise<{
    readonly machines: readonly Machine[];
    readonly activities: readonly Activity[];
    readonly executions: readonly ExecutionRecord[];
  }> {
    for (const folder of ['revisions', 'executions']) await mkdir(join(this.#path, folder), { recursive: true });
    for (const file of await readdir(join(this.#path, 'revisions'))) {
      if (!file.endsWith('.json')) continue;
      const revision = await this.#read(join('revisions', file), (bytes) => readRevision(bytes.toString()));
      if (revision !== undefined) this.#know(file.replace('.json', ''), revision);
    }
    const machines = await this.#read('state-machines.json', (bytes) =>
      (JSON.parse(bytes.toString()) as readonly StoredMachine[]).map((machine) => this.#unpackMachine(machine)),
    );
    const activities = await this.#read('activities.json', (bytes) =>
      (JSON.parse(bytes.toString()) as readonly StoredActivity[]).map(({ tags, ...rest }): Activity => ({
        ...rest,
        tags: new Map(tags),
      })),
    );
    const executions: ExecutionRecord[] = [];
    for (const file of await readdir(join(this.#path, 'executions'))) {
      if (!file.endsWith('.json')) continue;
      const kept = await this.#read(join('executions', file), (bytes) => {
        const { record, events } = readExecution(linesOf(bytes), WHOLE_HISTORY);
        return { record: this.#withRevision(record), events };
      });
      if (kept === undefined) continue;
      executions.push(kept.record.status === 'RUNNING' ? this.#abort(kept.record, kept.events) : kept.record);
    }
    executions.sort((a, b) => (a.stopDate ?? 0) - (b.stopDate ?? 0) || a.sequence - b.sequence);
    return { machines: machines ?? [], activities: activities ?? [], executions };
  }

  saveMachines(machines: Iterable<Machine>): void {
    const stored = [...machines].map((machine): StoredMachine => ({
      ...machine,
      revision: this.#hashOf(machine.revision),
      versions: machine.versions.map((version) => ({ ...version, revision: this.#hashOf(version.revision) })),
      aliases: [...machine.aliases.values()],
      tags: [...machine.tags],
    }));
    this.#change('state-machines.json', [JSON.stringify(stored, null, 1)]);
  }

  saveActivities(activities: Iterable<Activity>): void {
    const stored = [...activities].map(({ tags, ...rest }): StoredActivity => ({ ...rest, tags: [...tags] }));
    this.#change('activities.json', [JSON.stringify(stored, null, 1)]);
  }

  save(record: ExecutionRecord, events: readonly HistoryEvent[]): void {
    const pieces = cutHistory(events);
    const stored: StoredExecution = {
      ...record,
      revision: this.#hashOf(record.revision),
      lineEnds: pieces.map(({ lastId }) => lastId),
    };
    this.#change(fileOf(record), [JSON.stringify(stored), ...pieces.map(({ text }) => text)]);
  }

  begin(record: ExecutionRecord, events: readonly HistoryEvent[]): void {
    this.save(record, events);
  }

  async read(record: ExecutionRecord, range: EventRange): Promise<readonly HistoryEvent[]> {
    const file = fileOf(record);
    let lines: readonly (string | Buffer)[] | undefined = this.#pending.get(file);
    try {
      lines ??= linesOf(await readFile(join(this.#path, file)));
    } catch (error) {
      this.#tell('read', file, error);
      return [];
    }
    return readExecution(lines, range).events;
  }

  remove(record: ExecutionRecord): void {
    this.#change(fileOf(record), undefined);
  }

  /** Resolves when all changes until now are on the disk. Rejects while they cannot be written; they are not forgotten. */
  async durable(): Promise<void> {
    const wanted = this.#changes;
    while (this.#written < wanted)
      await (this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined)));
  }

  /** An execution that ran when the service was killed is over: its history ends with that. */
  #abort(record: ExecutionRecord, events: readonly HistoryEvent[]): ExecutionRecord {
    const stopDate = Date.now();
    const last = events.at(-1)?.id ?? 0;
    const ending: HistoryEvent = {
      timestamp: stopDate / 1000,
      type: 'ExecutionAborted',
      id: last + 1,
      previousEventId: last,
      executionAbortedEventDetails: KILLED,
    };
    const aborted: ExecutionRecord = {
      ...record,
      ...KILLED,
      status: 'ABORTED',
      stopDate,
      eventCount: events.length + 1,
    };
    this.save(aborted, [...events, ending]);
    return aborted;
  }

  #unpackMachine(stored: StoredMachine): Machine {
    return {
      ...this.#withRevision(stored),
      versions: stored.versions.map((version) => this.#withRevision(version)),
      aliases: new Map(stored.aliases.map((alias) => [alias.name, alias])),
      tags: new Map(stored.tags),
    };
  }

  #withRevision<T extends { readonly revision: string }>(stored: T): Omit<T, 'revision'> & { revision: Revision } {
    const revision = this.#revisions.get(stored.revision);
    if (revision === undefined) throw new Error(`The revision ${stored.revision} is missing.`);
    return { ...stored, revision };
  }

  #hashOf(revision: Revision): string {
    const known = this.#hashes.get(revision);
    if (known !== undefined) return known;
    // The text says all that the parsed definition does.
    const text = JSON.stringify({ ...revision, definition: undefined });
    const hash = hashOf(text);
    if (!this.#revisions.has(hash)) this.#change(join('revisions', `${hash}.json`), [text]);
    this.#know(hash, revision);
    return hash;
  }

  #know(hash: string, revision: Revision): void {
    this.#revisions.set(hash, revision);
    this.#hashes.set(revision, hash);
  }

  /** What a file holds. A file that is damaged is kept aside, so that nothing is written over it. */
  async #read<T>(file: string, parse: (bytes: Buffer) => T): Promise<T | undefined> {
    const path = join(this.#path, file);
    let bytes: Buffer;
    try {
      bytes = await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return parse(bytes);
    } catch (error) {
      const aside = `${path}.damaged-${String(Date.now())}`;
      await rename(path, aside);
      this.#tell(`read, and is kept as ${aside}`, file, error);
      return undefined;
    }
  }

  #change(file: string, lines: readonly string[] | undefined): void {
    // The last change counts, and comes last.
    this.#pending.delete(file);
    this.#pending.set(file, lines);
    this.#changes += 1;
    this.durable().catch(() => undefined);
  }

  async #writeAll(): Promise<void> {
    const upTo = this.#changes;
    const folders = new Set<string>();
    const changes = [...this.#pending];
    let current = '';
    try {
      for (const [file, lines] of changes) {
        current = file;
        const path = join(this.#path, file);
        folders.add(dirname(path));
        if (lines === undefined) await rm(path, { force: true });
        else await replaceFile(path, lines);
      }
      // A name is on the disk when its folder is.
      for (const folder of folders) await syncFolder(folder);
    } catch (error) {
      this.#tell('written', current, error);
      throw error;
    }
    for (const [file, lines] of changes) if (this.#pending.get(file) === lines) this.#pending.delete(file);
    this.#written = upTo;
  }

  #tell(what: string, file: string, error: unknown): void {
    this.#report(
      `${join(this.#path, file)} cannot be ${what}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Writes a file so that nobody ever finds a half of it, not even after the power has failed. */
async function replaceFile(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(lines.map((line) => `${line}\n`));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

async function syncFolder(path: string): Promise<void> {
  // Windows knows no such thing.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What is known of an execution, and some events of its history. */
function readExecution(
  [first = '', ...rest]: readonly (string | Buffer)[],
  range: EventRange,
): { readonly record: ByHash<ExecutionRecord>; readonly events: readonly HistoryEvent[] } {
  const { lineEnds, ...record } = JSON.parse(first.toString()) as StoredExecution;
  if (rest.length !== lineEnds.length) {
    throw new Error(`Its history has ${String(rest.length)} lines, not ${String(lineEnds.length)}.`);
  }
  const pieces = rest.map((line, index) => ({ line, lastId: lineEnds[index] ?? Infinity }));
  return { record, events: readPieces(pieces, range, ({ line }) => line.toString()) };
}

function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf('\n', start);
    if (end === -1) end = bytes.length;
    lines.push(bytes.subarray(start, end));
  }
  return lines;
}

function readRevision(text: string): Revision {
  const stored = JSON.parse(text) as Omit<Revision, 'definition'>;
  return { ...stored, definition: parseDefinition(stored.text) };
}

function fileOf({ arn }: ExecutionRecord): string {
  return join('executions', `${hashOf(arn)}.json`);
}

/** Names may be too long for a file, or differ by case alone. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
