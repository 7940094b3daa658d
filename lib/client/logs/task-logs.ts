import { noStep } from '../no-step.ts';
import { LOGS_TAG } from '../../contract/machine-tags.ts';
import { functionNameOf } from '../../states-language/function-name.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { TaskExecution } from '../responses/task-response.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import type { CloudWatchLogs } from './cloud-watch-logs.ts';
import { readLine, type ReadLine, type TaskLogLine } from './log-line.ts';

/** Which lines to read. */
export interface LogFilter {
  /** Lines of this step alone. @default of all steps */
  readonly step?: string;
  /** Lines of this attempt alone, from 1. @default of all attempts */
  readonly attempt?: number;
}

/** A pattern of CloudWatch Logs has at most 1,024 characters; an id takes 40. */
const IDS_AT_ONCE = 20;

/** So long after the end of a task, in ms, may one of its functions still log: as long as Lambda lets it run. */
const LATEST_LINE_MS = 900_000;

/**
 * Reads what the functions of a task have logged. The runtime's lines name the task; those that a handler has written to the console,
 * and Lambda's, name the invocation, which is known from the former.
 */
export class TaskLogs {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #logs: () => Promise<CloudWatchLogs>;
  readonly #groups = new Map<string, Promise<readonly string[]>>();

  constructor(sfn: () => Promise<StepFunctions>, logs: () => Promise<CloudWatchLogs>) {
    this.#sfn = sfn;
    this.#logs = logs;
  }

  /** @param machine The ARN of the task's state machine. */
  async read(task: TaskExecution, machine: string, filter: LogFilter): Promise<readonly TaskLogLine[]> {
    const { step, attempt } = filter;
    if (attempt !== undefined && !(Number.isSafeInteger(attempt) && attempt >= 1)) {
      throw new TaskerClientError('BAD_REQUEST', `"attempt" is a whole number from 1, not ${attempt}.`);
    }
    const steps = step === undefined ? task.steps : task.steps.filter(({ name }) => name === step);
    if (steps.length === 0) throw noStep(task, step ?? '');
    const functions = steps.flatMap(({ history }) => history.flatMap(({ log }) => log?.function ?? []));
    const groups = await this.#groupsOf(machine, functions);
    const within = {
      startTime: Date.parse(task.startedAt),
      ...(task.stoppedAt !== undefined && { endTime: Date.parse(task.stoppedAt) + LATEST_LINE_MS }),
    };
    const wanted = (line: TaskLogLine) =>
      (step === undefined || line.step === step) && (attempt === undefined || line.attempt === attempt);
    const found = await Promise.all(
      groups.map(async (group) => {
        const terms = [task.id, ...(step === undefined ? [] : [step])].map(quoted).join(' ');
        const own = (await this.#filter(group, terms, within)).filter((line) => line.task === task.id && wanted(line));
        return [...own, ...(await this.#others(group, own, within))];
      }),
    );
    return found
      .flat()
      .toSorted((a, b) => a.timestamp.localeCompare(b.timestamp))
      .map(withoutTask);
  }

  /** The lines of the same invocations that do not name the task. */
  async #others(group: string, own: readonly ReadLine[], within: Within): Promise<readonly ReadLine[]> {
    const invocations = new Map(own.flatMap((line) => (line.request_id === null ? [] : [[line.request_id, line]])));
    const ids = [...invocations.keys()];
    const found: ReadLine[] = [];
    for (let first = 0; first < ids.length; first += IDS_AT_ONCE) {
      const pattern = ids
        .slice(first, first + IDS_AT_ONCE)
        .map((id) => `?${quoted(id)}`)
        .join(' ');
      for (const line of await this.#filter(group, pattern, within)) {
        const known = invocations.get(line.request_id ?? '');
        if (line.task === undefined && known !== undefined) {
          found.push({ ...line, step: known.step, attempt: known.attempt });
        }
      }
    }
    return found;
  }

  async #filter(logGroupName: string, filterPattern: string, within: Within): Promise<readonly ReadLine[]> {
    const logs = await this.#logs();
    const lines: ReadLine[] = [];
    let nextToken: string | undefined;
    do {
      const input = { logGroupName, filterPattern, ...within, ...(nextToken !== undefined && { nextToken }) };
      const page = await logs.filterLogEvents(input).catch((error: unknown) => {
        // A function that has not run yet has no log.
        if ((error as Error).name === 'ResourceNotFoundException') return { events: [], nextToken: undefined };
        throw error;
      });
      for (const { message = '', timestamp = 0 } of page.events ?? []) {
        const line = readLine(message, timestamp);
        if (line !== undefined) lines.push(line);
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return lines;
  }

  /** Where the functions of a machine log: its tags tell, or else Lambda's own rule. */
  async #groupsOf(machine: string, functions: readonly string[]): Promise<readonly string[]> {
    // An execution of a version or an alias names that, and tags are the machine's own.
    const resourceArn = machine.split(':').slice(0, 7).join(':');
    const tagged = this.#groups.get(resourceArn) ?? this.#taggedGroups(resourceArn);
    this.#groups.set(resourceArn, tagged);
    tagged.catch(() => this.#groups.delete(resourceArn));
    const groups = await tagged;
    if (groups.length > 0) return groups;
    return [...new Set(functions.map((name) => `/aws/lambda/${functionNameOf(name)}`))];
  }

  async #taggedGroups(resourceArn: string): Promise<readonly string[]> {
    const sfn = await this.#sfn();
    const answer = await sfn.listTagsForResource?.({ resourceArn });
    return (answer?.tags ?? []).flatMap(({ key, value }) =>
      key?.startsWith(LOGS_TAG) === true && value !== undefined ? [value] : [],
    );
  }
}

interface Within {
  readonly startTime: number;
  readonly endTime?: number;
}

function withoutTask({ timestamp, level, message, step, attempt, request_id, fields }: ReadLine): TaskLogLine {
  return { timestamp, level, message, step, attempt, request_id, fields };
}

/** A term of a pattern: a text that the line holds. */
function quoted(term: string): string {
  return `"${term.replace(/["\\]/g, '\\$&')}"`;
}
