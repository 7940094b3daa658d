import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateMachine } from '../../states-language/types.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { Activity } from './activity.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { HistoryArchive } from './executions.ts';
import type { Alias, Machine, Revision, Version } from './state-machines.ts';

/** A revision is kept once, in a file of its own; all others name it by its hash. */
type ByHash<T extends { readonly revision: Revision }> = Omit<T, 'revision'> & { readonly revision: string };
type StoredMachine = Omit<ByHash<Machine>, 'versions' | 'aliases' | 'tags'> & {
  readonly versions: readonly ByHash<Version>[];
  readonly aliases: readonly Alias[];
  readonly tags: readonly (readonly [string, string])[];
};
type StoredActivity = Omit<Activity, 'tags'> & Pick<StoredMachine, 'tags'>;

/**
 * Keeps state machines, activities and finished executions in a folder, so that they are there when the service starts again. An
 * execution is a file of two lines: what is known of it, and its history.
 */
export class DataFolder implements HistoryArchive {
  readonly #path: string;
  readonly #report: (problem: string) => void;
  readonly #revisions = new Map<string, Revision>();
  readonly #hashes = new WeakMap<Revision, string>();
  /** Files are written one after the other, in the order of the changes. */
  #written: Promise<void> = Promise.resolve();

  /** `report` is told when a file cannot be written or read: the service goes on without it. */
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
      const revision = await this.#read(join('revisions', file), (text) => readRevision(text));
      if (revision !== undefined) this.#know(file.replace('.json', ''), revision);
    }
    const machines = await this.#read('state-machines.json', (text) =>
      (JSON.parse(text) as readonly StoredMachine[]).map((machine) => this.#unpackMachine(machine)),
    );
    const activities = await this.#read('activities.json', (text) =>
      (JSON.parse(text) as readonly StoredActivity[]).map(({ tags, ...rest }): Activity => ({
        ...rest,
        tags: new Map(tags),
      })),
    );
    const executions: ExecutionRecord[] = [];
    for (const file of await readdir(join(this.#path, 'executions'))) {
      const record = await this.#read(join('executions', file), (text) =>
        this.#withRevision(JSON.parse(text.slice(0, text.indexOf('\n'))) as ByHash<ExecutionRecord>),
      );
      if (record !== undefined) executions.push(record);
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
    this.#write('state-machines.json', JSON.stringify(stored, null, 1));
  }

  saveActivities(activities: Iterable<Activity>): void {
    const stored = [...activities].map(({ tags, ...rest }): StoredActivity => ({ ...rest, tags: [...tags] }));
    this.#write('activities.json', JSON.stringify(stored, null, 1));
  }

  save(record: ExecutionRecord, events: readonly HistoryEvent[]): void {
    const stored: ByHash<ExecutionRecord> = { ...record, revision: this.#hashOf(record.revision) };
    this.#write(fileOf(record), `${JSON.stringify(stored)}\n${JSON.stringify(events)}\n`);
  }

  async read(record: ExecutionRecord): Promise<readonly HistoryEvent[]> {
    await this.#written;
    const events = await this.#read(
      fileOf(record),
      (text) => JSON.parse(text.slice(text.indexOf('\n') + 1)) as readonly HistoryEvent[],
    );
    return events ?? [];
  }

  remove(record: ExecutionRecord): void {
    this.#then(() => rm(join(this.#path, fileOf(record)), { force: true }));
  }

  /** Resolves when all is written. */
  flush(): Promise<void> {
    return this.#written;
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
    if (!this.#revisions.has(hash)) this.#write(join('revisions', `${hash}.json`), text);
    this.#know(hash, revision);
    return hash;
  }

  #know(hash: string, revision: Revision): void {
    this.#revisions.set(hash, revision);
    this.#hashes.set(revision, hash);
  }

  async #read<T>(file: string, parse: (text: string) => T): Promise<T | undefined> {
    try {
      return parse(await readFile(join(this.#path, file), 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#tell('read', file, error);
      return undefined;
    }
  }

  /** Writes a file so that nobody ever finds a half of it. */
  #write(file: string, text: string): void {
    const path = join(this.#path, file);
    this.#then(async () => {
      await writeFile(`${path}.new`, text);
      await rename(`${path}.new`, path);
    }, file);
  }

  #then(work: () => Promise<void>, file = ''): void {
    this.#written = this.#written.then(work).catch((error: unknown) => {
      this.#tell('written', file, error);
    });
  }

  #tell(what: string, file: string, error: unknown): void {
    this.#report(
      `${join(this.#path, file)} cannot be ${what}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function readRevision(text: string): Revision {
  const stored = JSON.parse(text) as Omit<Revision, 'definition'>;
  return { ...stored, definition: JSON.parse(stored.text) as StateMachine };
}

function fileOf({ arn }: ExecutionRecord): string {
  return join('executions', `${hashOf(arn)}.json`);
}

/** Names may be too long for a file, or differ by case alone. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
