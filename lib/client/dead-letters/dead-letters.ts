import { isJsonObject } from '../../json.ts';
import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import { RESULTS_TAG } from '../../contract/machine-tags.ts';
import { parkedKey } from '../../contract/parked-key.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import { listExecutions, type ListOptions } from '../aws/list-tasks.ts';
import { mapWithLimit } from '../aws/map-with-limit.ts';
import type { StateMachines } from '../aws/state-machines.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { requestOf, type TaskReader } from '../aws/task-reader.ts';
import { parseJson } from '../parse-json.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import {
  type DeadLetter,
  type DeadLetterNote,
  type DeadLetterUpdate,
  isDeadLetter,
  makeDeadLetter,
  RESOLUTION_STATUSES,
  type ResolutionStatus,
} from './dead-letter.ts';
import { countDeadLetters, type DeadLetterStats } from './dead-letter-stats.ts';
import { type NoteStore, noteStore } from './note-store.ts';

/** Which dead letters to list. */
export interface DeadLetterFilter extends Partial<TemplateIdentity> {
  /** How it stands with them. @default any way */
  readonly resolution_status?: string;
  /** So many at most: 1 … 100. @default 50 */
  readonly limit?: number;
  /** So many are passed over. @default 0 */
  readonly offset?: number;
}

/** So many are read to be counted, or to be sought by what was noted: each costs a call to Step Functions and one to the store. */
const MOST_READ = 500;

/** The tasks that failed, timed out or were aborted, as their executions tell, with what operators noted on them. */
export class DeadLetters {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #machines: StateMachines;
  readonly #reader: TaskReader;
  readonly #now: () => number;
  readonly #prefix: string | undefined;
  readonly #stores = new Map<string, Promise<NoteStore | undefined>>();

  constructor(
    sfn: () => Promise<StepFunctions>,
    machines: StateMachines,
    reader: TaskReader,
    { now, prefix }: { readonly now: () => number; readonly prefix: string | undefined },
  ) {
    this.#sfn = sfn;
    this.#machines = machines;
    this.#reader = reader;
    this.#now = now;
    this.#prefix = prefix;
  }

  async list(filter: DeadLetterFilter, options: ListOptions): Promise<readonly DeadLetter[]> {
    const { resolution_status: wanted, limit = 50, offset = 0 } = filter;
    checkStatus(wanted);
    checkNumber('limit', limit, 1, 100);
    checkNumber('offset', offset, 0, Number.MAX_SAFE_INTEGER);
    const found = await this.#find(filter, options);
    if (wanted === undefined) return this.#readAll(found.slice(offset, offset + limit));
    const matching = (await this.#readAll(this.#few(found))).filter((each) => each.resolution_status === wanted);
    return matching.slice(offset, offset + limit);
  }

  async get(id: string): Promise<DeadLetter> {
    const execution = await this.#reader.describe(id);
    if (!isDeadLetter(execution)) {
      const message = `The task "${id}" is no dead letter: its execution is ${execution.status ?? 'unknown'}.`;
      throw new TaskerClientError('NOT_FOUND', message);
    }
    const { identity } = await this.#reader.machineOf(execution);
    const note = await this.#noteOn(execution.executionArn as string, execution.stateMachineArn as string);
    return makeDeadLetter(execution, identity, requestOf(execution), note, this.#prefix);
  }

  async update(id: string, update: DeadLetterUpdate): Promise<DeadLetter> {
    checkStatus(update.resolution_status);
    if (Object.values(update).every((value) => value === undefined)) {
      throw new TaskerClientError(
        'BAD_REQUEST',
        'There is nothing to update: give a status, notes, a name or metadata.',
      );
    }
    const { task_snapshot: snapshot, task_uuid: name } = await this.get(id);
    const arn = snapshot.execution_arn;
    const { stateMachineArn = '' } = await this.#reader.describe(arn);
    const store = await this.#storeOf(stateMachineArn);
    if (store === undefined) {
      const message =
        `There is no place for notes on the task "${name}": its state machine has no tag "${RESULTS_TAG}". ` +
        'TaskerWorkflow sets it to the results bucket, unless "parkResults" is false.';
      throw new TaskerClientError('UNPROCESSABLE_ENTITY', message);
    }
    const at = new Date(this.#now()).toISOString();
    const before = await this.#noteOn(arn, stateMachineArn);
    const status = update.resolution_status;
    const note: DeadLetterNote = {
      ...before,
      ...update,
      ...(status !== undefined && status !== 'pending' && { resolution_timestamp: at }),
      updated_at: at,
    };
    if (status === 'pending') delete (note as { resolution_timestamp?: string }).resolution_timestamp;
    await store.write(keyOf(arn), JSON.stringify(note));
    return this.get(arn);
  }

  async stats(options: ListOptions): Promise<readonly DeadLetterStats[]> {
    return countDeadLetters(await this.#readAll(this.#few(await this.#find({}, options))));
  }

  /** The executions, those that ended last first. */
  async #find(filter: DeadLetterFilter, options: ListOptions): Promise<readonly ExecutionListItem[]> {
    const { namespace, name, version, resolution_status: wanted } = filter;
    const which = {
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
      ...(version !== undefined && { version }),
    };
    // Of those that are complete, only redriven ones ever were dead letters, and they are resolved.
    const statuses = wanted === undefined || wanted === 'manually_resolved' ? [...ENDS, 'complete'] : ENDS;
    const sfn = await this.#sfn();
    const lists = [];
    for (const status of statuses) lists.push(await listExecutions(sfn, this.#machines, { ...which, status }, options));
    return lists
      .flat()
      .filter(isDeadLetter)
      .sort((a, b) => Number(b.stopDate) - Number(a.stopDate));
  }

  #few(found: readonly ExecutionListItem[]): readonly ExecutionListItem[] {
    if (found.length <= MOST_READ) return found;
    const message = `${found.length} dead letters are too many to read each: name a namespace or a template.`;
    throw new TaskerClientError('BAD_REQUEST', message);
  }

  #readAll(items: readonly ExecutionListItem[]): Promise<readonly DeadLetter[]> {
    return mapWithLimit(items, 5, ({ executionArn }) => this.get(executionArn as string));
  }

  async #noteOn(arn: string, machine: string): Promise<DeadLetterNote | undefined> {
    const text = await (await this.#storeOf(machine))?.read(keyOf(arn));
    const note = text === undefined ? undefined : parseJson(text);
    return isJsonObject(note) ? (note as unknown as DeadLetterNote) : undefined;
  }

  /** Where the notes on a machine's tasks lie; nowhere where its tags do not tell. */
  #storeOf(machine: string): Promise<NoteStore | undefined> {
    const known = this.#stores.get(machine);
    if (known !== undefined) return known;
    const store = this.#findStore(machine);
    this.#stores.set(machine, store);
    store.catch(() => this.#stores.delete(machine));
    return store;
  }

  async #findStore(machine: string): Promise<NoteStore | undefined> {
    const sfn = await this.#sfn();
    // An execution of a version or an alias names that, and tags are the machine's own.
    const resourceArn = machine.split(':').slice(0, 7).join(':');
    const answer = await sfn.listTagsForResource?.({ resourceArn });
    const place = answer?.tags?.find(({ key }) => key === RESULTS_TAG)?.value;
    return place === undefined ? undefined : noteStore(place);
  }
}

/** The states of Tasker under which dead letters are sought. */
const ENDS: readonly string[] = ['error', 'cancelled'];

/** Beside the parked results of its execution: `DEAD_LETTER_NOTE` is the end of it. */
function keyOf(executionArn: string): string {
  return parkedKey(executionArn, '/dead-letter');
}

function checkStatus(status: string | undefined): asserts status is ResolutionStatus | undefined {
  if (status === undefined || (RESOLUTION_STATUSES as readonly string[]).includes(status)) return;
  const message = `No dead letter has the resolution status "${status}". There are: ${RESOLUTION_STATUSES.join(', ')}.`;
  throw new TaskerClientError('BAD_REQUEST', message);
}

function checkNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new TaskerClientError('BAD_REQUEST', `"${name}" must be ${least} to ${most}, not ${value}.`);
}
