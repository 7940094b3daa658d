import { isJsonObject } from '../../json.ts';
import type { DescribeExecutionOutput, ExecutionListItem, ExecutionStatus } from '@aws-sdk/client-sfn';
import { readMachineComment, type StalenessMinutes } from '../../contract/machine-comment.ts';
import { RESULTS_TAG } from '../../contract/machine-tags.ts';
import { parkedKey } from '../../contract/parked-key.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import { listByStatus, type ListedTask, type ListOptions } from '../aws/list-tasks.ts';
import { mapWithLimit } from '../aws/map-with-limit.ts';
import type { ResultPlaces } from '../aws/result-places.ts';
import type { StateMachines } from '../aws/state-machines.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { TaskReader } from '../aws/task-reader.ts';
import { runOf } from '../aws/task-runs.ts';
import { parseJson } from '../parse-json.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import {
  type DeadLetter,
  type DeadLetterNote,
  type DeadLetterUpdate,
  isDeadLetter,
  makeDeadLetter,
} from './dead-letter.ts';
import { RESOLUTION_STATUSES, type ResolutionStatus } from './resolution-status.ts';
import { countDeadLetters, type DeadLetterStats } from './dead-letter-stats.ts';
import { type InvestigationEntry, queueForInvestigation } from './investigation-queue.ts';
import { byStaleness, mayBeStale, STALENESS_MINUTES, stalenessOf, type TaskStaleness } from './staleness.ts';

/** Which dead letters to list. */
export interface DeadLetterFilter extends Partial<TemplateIdentity> {
  /** How it stands with them. @default any way */
  readonly resolution_status?: string;
  /** So many at most: 1 … 100. @default 50 */
  readonly limit?: number;
  /** So many are passed over. @default 0 */
  readonly offset?: number;
}

/** Of which templates, and how many. */
export interface DeadLetterQueueFilter extends Partial<TemplateIdentity> {
  /** So many at most: 1 … 500. @default 100 */
  readonly limit?: number;
}

/** What dead letters are read and kept with. */
export interface DeadLetterMeans {
  readonly now: () => number;
  readonly prefix: string | undefined;
  readonly places: ResultPlaces;
}

/** So many are read to be counted, or to be sought by what was noted: each costs a call to Step Functions and one to the store. */
const MOST_READ = 500;

/** So many are read before it is asked whether they are enough. */
const READ_AT_ONCE = 50;

/** The tasks that failed, timed out or were aborted, as their executions tell, with what operators noted on them. */
export class DeadLetters {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #machines: StateMachines;
  readonly #reader: TaskReader;
  readonly #now: () => number;
  readonly #prefix: string | undefined;
  readonly #places: ResultPlaces;

  constructor(
    sfn: () => Promise<StepFunctions>,
    machines: StateMachines,
    reader: TaskReader,
    { now, prefix, places }: DeadLetterMeans,
  ) {
    this.#sfn = sfn;
    this.#machines = machines;
    this.#reader = reader;
    this.#now = now;
    this.#prefix = prefix;
    this.#places = places;
  }

  async list(filter: DeadLetterFilter, options: ListOptions): Promise<readonly DeadLetter[]> {
    const { resolution_status: wanted, limit = 50, offset = 0 } = filter;
    checkStatus(wanted);
    checkNumber('limit', limit, 1, 100);
    checkNumber('offset', offset, 0, Number.MAX_SAFE_INTEGER);
    const found = await this.#find(filter, options);
    if (wanted === undefined) return this.#readAll(found.slice(offset, offset + limit));
    return (await this.#search(found, wanted, offset + limit)).slice(offset);
  }

  /** Those that nobody has dealt with, the most urgent first. */
  async investigationQueue(
    { limit = 100, ...template }: DeadLetterQueueFilter,
    options: ListOptions,
  ): Promise<readonly InvestigationEntry[]> {
    checkNumber('limit', limit, 1, MOST_READ);
    const wanted = 'pending';
    const found = await this.#find({ ...template, resolution_status: wanted }, options);
    const pending = (await this.#readAll(this.#few(found))).filter((each) => each.resolution_status === wanted);
    return queueForInvestigation(pending, this.#now()).slice(0, limit);
  }

  /** The tasks that run, those first that have been in their state for too long. */
  async staleness(
    { limit = 100, ...template }: DeadLetterQueueFilter,
    options: ListOptions,
  ): Promise<readonly TaskStaleness[]> {
    checkNumber('limit', limit, 1, MOST_READ);
    const now = this.#now();
    const listed = await listByStatus(await this.#sfn(), this.#machines, template, ['RUNNING'], options);
    const oldest = await mapWithLimit(listed.toReversed(), 5, async (task) => ({
      task,
      limits: await this.#thresholdsOf(task.stateMachineArn as string),
    }));
    const suspects = oldest.filter(({ task, limits }) => mayBeStale(now - Number(task.begunAt), limits));
    if (suspects.length > MOST_READ) throw tooMany(suspects.length, 'tasks that run');
    // Of the others it is known that they are healthy: they are read as far as there is room for them.
    const others = oldest.filter((each) => !suspects.includes(each));
    const read = [...suspects, ...others.slice(0, Math.max(0, limit - suspects.length))];
    const found = await mapWithLimit(read, 5, async ({ task, limits }) => {
      const execution = await this.#reader.describeRun(task.executionArn as string);
      // It may have ended since it was listed.
      return execution.status === 'RUNNING' ? stalenessOf(await this.#reader.read(execution), limits, now) : undefined;
    });
    return found
      .filter((each) => each !== undefined)
      .toSorted(byStaleness)
      .slice(0, limit);
  }

  async get(id: string): Promise<DeadLetter> {
    return this.#of(await this.#reader.describe(id));
  }

  /** @param latest The execution that stands for the task as it is now. */
  async #of(latest: DescribeExecutionOutput): Promise<DeadLetter> {
    const { task, run } = runOf(latest);
    if (!isDeadLetter({ ...latest, isContinued: run > 1 })) {
      const message = `The task "${task.id}" is not a dead letter: its execution is ${latest.status ?? 'unknown'}.`;
      throw new TaskerClientError('NOT_FOUND', message);
    }
    const hasFailed = !['SUCCEEDED', 'RUNNING'].includes(latest.status ?? '');
    const failed = hasFailed ? latest : ((await this.#reader.earlier(latest)).at(-1) ?? latest);
    const { identity } = await this.#reader.machineOf(latest);
    const note = await this.#noteOn(task.arn, latest.stateMachineArn as string);
    return makeDeadLetter({ failed, latest }, identity, note, this.#prefix);
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
    const execution = await this.#reader.describe(snapshot.execution_arn);
    const { stateMachineArn = '' } = execution;
    const { arn } = runOf(execution).task;
    const store = await this.#places.of(stateMachineArn);
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
  async #find(filter: DeadLetterFilter, options: ListOptions): Promise<readonly ListedTask[]> {
    const { namespace, name, version, resolution_status: wanted } = filter;
    const which = {
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
      ...(version !== undefined && { version }),
    };
    // Of those that are complete, only repaired ones ever were dead letters, and they are resolved.
    const isAny = wanted === undefined || wanted === 'manually_resolved';
    const statuses: readonly ExecutionStatus[] = isAny ? [...ENDS, 'SUCCEEDED'] : ENDS;
    const listed = await listByStatus(await this.#sfn(), this.#machines, which, statuses, options);
    return listed.filter(isDeadLetter).sort((a, b) => Number(b.stopDate) - Number(a.stopDate));
  }

  /** The first so many with a resolution. What is noted lies beside each, so they are read one after another. */
  async #search(found: readonly ListedTask[], wanted: string, count: number): Promise<readonly DeadLetter[]> {
    const matching: DeadLetter[] = [];
    for (let from = 0; from < found.length && matching.length < count; from += READ_AT_ONCE) {
      if (from >= MOST_READ) throw tooMany(found.length, 'dead letters');
      const read = await this.#readAll(found.slice(from, from + READ_AT_ONCE));
      matching.push(...read.filter((each) => each.resolution_status === wanted));
    }
    return matching.slice(0, count);
  }

  async #thresholdsOf(stateMachineArn: string): Promise<StalenessMinutes> {
    const comment = (await this.#machines.definition(stateMachineArn)).Comment;
    return { ...STALENESS_MINUTES, ...readMachineComment(comment)?.rules.stalenessMinutes };
  }

  #few(found: readonly ListedTask[]): readonly ListedTask[] {
    if (found.length <= MOST_READ) return found;
    throw tooMany(found.length, 'dead letters');
  }

  #readAll(items: readonly ExecutionListItem[]): Promise<readonly DeadLetter[]> {
    return mapWithLimit(items, 5, async ({ executionArn }) =>
      this.#of(await this.#reader.describeRun(executionArn as string)),
    );
  }

  async #noteOn(arn: string, machine: string): Promise<DeadLetterNote | undefined> {
    const text = await (await this.#places.of(machine))?.read(keyOf(arn));
    const note = text === undefined ? undefined : parseJson(text);
    return isJsonObject(note) ? (note as unknown as DeadLetterNote) : undefined;
  }
}

/** How executions of dead letters have ended. */
const ENDS: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/** Beside the parked results of its execution: `DEAD_LETTER_NOTE` is the end of it. */
function keyOf(executionArn: string): string {
  return parkedKey(executionArn, '/dead-letter');
}

function tooMany(count: number, what: string): TaskerClientError {
  return new TaskerClientError(
    'BAD_REQUEST',
    `${count} ${what} are too many to read each: name a namespace or a template.`,
  );
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
